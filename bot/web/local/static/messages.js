/** Shows what was said: bubbles, cards, files, and a line under a message that needs one. */
import { drawCard, focusCard, isPressed } from "./cards.js";
import { fileChip, offerCard } from "./files.js";
import { escapeHtml, markdown } from "./markdown.js";

const CARD = "application/vnd.microsoft.card.adaptive";
const OFFER = "application/vnd.microsoft.teams.card.file.consent";
const FILES = [
  "application/vnd.microsoft.teams.file.download.info",
  "application/vnd.microsoft.teams.card.file.info",
];
const NOTES = {
  not_delivered: "The assistant did not get this. Send it again in a moment.",
  not_done: "That did not work. Nothing was changed; try again in a moment.",
  accepted: "Accepted. The file is on its way.",
  declined: "Declined.",
};
const log = document.getElementById("log");
const feed = document.getElementById("feed");
/** The JSON each shown message was drawn from, so that only what changed is drawn again. */
const drawnFrom = new Map();

/** Takes everything away, for another person's chat. */
export function clear() {
  drawnFrom.clear();
  log.replaceChildren();
}

/**
 * Shows the whole chat; on a reconnect only what changed.
 * @param {any[]} entries
 * @param {string} person
 */
export function showHistory(entries, person) {
  const here = new Set(entries.map((entry) => entry.id));
  for (const id of [...drawnFrom.keys()]) if (!here.has(id)) remove(id);
  for (const entry of entries) show(entry, person);
}

/**
 * Shows a new message, or a known one anew.
 * @param {any} entry
 * @param {string} person
 */
export function show(entry, person) {
  const known = find(entry.id);
  const from = JSON.stringify({ ...entry, note: null });
  if (known && drawnFrom.get(entry.id) === from) return note(entry.id, entry.note);
  drawnFrom.set(entry.id, from);
  const drawn = draw(entry, person);
  if (known) replace(known, drawn, entry.id);
  else append(drawn, entry.by === "person");
  return note(entry.id, entry.note);
}

/** @param {string} id */
export function remove(id) {
  drawnFrom.delete(id);
  find(id)?.remove();
}

/**
 * Puts a line under a message, or takes it away.
 * @param {string} id
 * @param {{tone?: string, code?: string, text?: string} | null} said
 */
export function note(id, said) {
  const message = find(id);
  message?.querySelector(".note")?.remove();
  if (!message || !said) return;
  const line = document.createElement("p");
  line.className = "note";
  line.dataset.tone = said.tone;
  line.setAttribute("role", said.tone === "error" ? "alert" : "status");
  line.textContent = said.text || NOTES[said.code] || "";
  message.append(line);
  if (said.code === "accepted" || said.code === "declined") {
    message.querySelector(".offer-buttons")?.remove();
  }
  line.scrollIntoView({ block: "nearest" });
}

/** @param {string} id @returns {HTMLElement | null} */
function find(id) {
  return log.querySelector(`[data-id="${CSS.escape(id)}"]`);
}

function append(drawn, own) {
  const { scrollHeight, scrollTop, clientHeight } = feed;
  const atEnd = scrollHeight - scrollTop - clientHeight < 120;
  log.append(drawn);
  if (!own && !atEnd) return;
  const tall = drawn.offsetHeight > clientHeight - 24;
  if (tall) drawn.scrollIntoView({ block: "start" });
  else feed.scrollTop = feed.scrollHeight;
}

function replace(old, drawn, id) {
  const focus = isPressed(id) || old.contains(document.activeElement);
  old.replaceWith(drawn);
  const card = drawn.querySelector(".card");
  if (focus && card) focusCard(card);
}

/** @returns {HTMLElement} */
function draw(entry, person) {
  const message = document.createElement("article");
  message.className = `message ${entry.by}`;
  message.dataset.id = entry.id;
  message.append(meta(entry));
  if (entry.by === "person") message.append(ownBubble(entry));
  else message.append(...botParts(entry, person));
  return message;
}

function meta(entry) {
  const line = document.createElement("div");
  line.className = "meta";
  const at = new Date(entry.at);
  const time = document.createElement("time");
  time.dateTime = entry.at;
  time.textContent = at.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  if (entry.by === "bot") line.append(Object.assign(document.createElement("span"), { textContent: "CPOR Claims Assistant" }));
  line.append(time);
  return line;
}

function ownBubble(entry) {
  const bubble = document.createElement("div");
  bubble.className = "bubble plain";
  bubble.append(...entry.attachments.map(fileChip));
  if (entry.text) bubble.append(Object.assign(document.createElement("p"), { textContent: entry.text }));
  return bubble;
}

function botParts(entry, person) {
  const message = { id: entry.id, person, trouble: () => note(entry.id, { tone: "error", code: "not_done" }) };
  const parts = entry.text ? [textBubble(entry)] : [];
  for (const one of entry.attachments) {
    if (one.contentType === CARD) parts.push(drawCard(one.content, message));
    else if (one.contentType === OFFER) parts.push(offerCard(one, message, Boolean(entry.note?.code)));
    else if (FILES.includes(one.contentType)) parts.push(fileBubble(one));
  }
  return parts;
}

function textBubble(entry) {
  const bubble = document.createElement("div");
  bubble.className = "bubble";
  const plain = entry.textFormat === "plain";
  bubble.innerHTML = plain ? `<p>${escapeHtml(entry.text)}</p>` : markdown(entry.text);
  return bubble;
}

function fileBubble(file) {
  const bubble = document.createElement("div");
  bubble.className = "bubble";
  bubble.append(fileChip(file));
  return bubble;
}
