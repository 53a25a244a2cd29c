/** Files in the chat: picked or dropped, uploaded, shown as chips, and offered by the assistant. */
import { post } from "./api.js";
import { whileBusy } from "./cards.js";

const MAX_BYTES = 30 * 1024 * 1024;
const picker = document.getElementById("files");
const pending = document.getElementById("pending");
const trouble = document.getElementById("trouble");
const drop = document.getElementById("drop");
/** Files in the compose box: name, and the upload under way. @type {Map<HTMLElement, Promise<any>>} */
const uploads = new Map();

/** @param {number} bytes @returns {string} */
export function size(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  const kilo = bytes / 1024;
  return kilo < 1000 ? `${Math.round(kilo)} KB` : `${(kilo / 1024).toFixed(1)} MB`;
}

/** @returns {HTMLElement} a file with its kind, name and size; a link where it can be fetched */
export function fileChip(file) {
  const id = file.content?.uniqueId;
  const chip = document.createElement(id ? "a" : "span");
  chip.className = "chip";
  if (id) Object.assign(chip, { href: `/local/files/${id}`, download: file.name });
  const kind = Object.assign(document.createElement("span"), { className: "kind" });
  kind.dataset.kind = (file.content?.fileType ?? file.name.split(".").pop()).toLowerCase();
  kind.textContent = kind.dataset.kind.toUpperCase().slice(0, 5);
  const words = document.createElement("span");
  words.append(Object.assign(document.createElement("b"), { textContent: file.name }));
  const detail = file.size === undefined ? (id ? "Download" : "") : size(file.size);
  words.append(Object.assign(document.createElement("small"), { textContent: detail }));
  chip.append(kind, words);
  return chip;
}

/** @returns {HTMLElement} a file the assistant offers, with Accept and Decline */
export function offerCard(offer, message, answered) {
  const card = Object.assign(document.createElement("div"), { className: "card flat", tabIndex: -1 });
  const bytes = offer.content?.sizeInBytes;
  card.append(fileChip({ name: offer.name, size: bytes }));
  const said = offer.content?.description;
  if (said) card.append(Object.assign(document.createElement("p"), { textContent: said }));
  if (answered) return card;
  const buttons = Object.assign(document.createElement("div"), { className: "ac-actionSet offer-buttons" });
  buttons.append(answerButton("Accept", true, card, message), answerButton("Decline", false, card, message));
  card.append(buttons);
  return card;
}

function answerButton(title, accept, card, message) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = accept ? "ac-pushButton style-positive" : "ac-pushButton";
  button.textContent = title;
  button.addEventListener("click", () => whileBusy(card, message, button, () =>
    post("/local/chat/consents", { person: message.person, card: message.id, accept })));
  return button;
}

/** @returns {Promise<string[]>} ids of the files in the compose box, which is empty afterwards */
export async function takeFiles() {
  const waiting = [...uploads.entries()];
  const ids = (await Promise.all(waiting.map(([, upload]) => upload))).filter(Boolean);
  for (const [item] of waiting) forget(item);
  return ids;
}

/** @param {Iterable<File>} files */
function add(files) {
  trouble.hidden = true;
  for (const file of files) {
    if (file.size > MAX_BYTES) say(`${file.name} is larger than 30 MB and was not attached.`);
    else addOne(file);
  }
  document.getElementById("text").focus();
}

/** @param {File} file */
function addOne(file) {
  const item = document.createElement("li");
  item.setAttribute("aria-busy", "true");
  const remove = Object.assign(document.createElement("button"), { type: "button", className: "icon-button", textContent: "✕" });
  remove.setAttribute("aria-label", `Do not send ${file.name}`);
  remove.addEventListener("click", () => forget(item));
  item.append(fileChip(file), remove);
  pending.append(item);
  uploads.set(item, upload(file, item));
}

async function upload(file, item) {
  const form = new FormData();
  form.append("file", file, file.name);
  try {
    const response = await fetch("/local/files", { method: "POST", body: form });
    if (!response.ok) throw new Error(`upload answered ${response.status}`);
    item.removeAttribute("aria-busy");
    return (await response.json()).files[0].id;
  } catch {
    forget(item);
    say(`${file.name} could not be attached.`);
    return null;
  }
}

function forget(item) {
  uploads.delete(item);
  item.remove();
}

/** @param {string} words */
function say(words) {
  trouble.textContent = words;
  trouble.hidden = false;
}

const brings = (event) => event.dataTransfer?.types.includes("Files");

/** Connects the paperclip and the drop. */
export function connectFiles() {
  document.getElementById("attach").addEventListener("click", () => picker.click());
  picker.addEventListener("change", () => {
    add([...picker.files]);
    picker.value = "";
  });
  addEventListener("dragover", (event) => {
    if (!brings(event)) return;
    event.preventDefault();
    drop.hidden = false;
  });
  addEventListener("dragleave", (event) => { if (!event.relatedTarget) drop.hidden = true; });
  addEventListener("drop", (event) => {
    drop.hidden = true;
    if (!brings(event)) return;
    event.preventDefault();
    add([...event.dataTransfer.files]);
  });
}
