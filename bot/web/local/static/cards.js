/** Draws Adaptive Cards with Microsoft's renderer and relays what is pressed on them. */
import { post } from "./api.js";
import { HOST_CONFIG } from "./host_config.js";
import { markdown } from "./markdown.js";

const { AdaptiveCard, HostConfig } = globalThis.AdaptiveCards ?? {};
/** Cards whose press is under way, by message id. */
const pressed = new Set();

if (AdaptiveCard) {
  AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.outputHtml = markdown(text);
    result.didProcess = true;
  };
}

/**
 * Draws one card.
 * @param {object} content the card
 * @param {{id: string, person: string}} message the message it is in
 * @returns {HTMLElement}
 */
export function drawCard(content, message) {
  const frame = document.createElement("div");
  frame.className = "card";
  frame.tabIndex = -1;
  frame.setAttribute("role", "group");
  frame.classList.toggle("full", content.msteams?.width === "Full");
  const card = new AdaptiveCard();
  card.hostConfig = new HostConfig(HOST_CONFIG);
  card.onExecuteAction = (action) => perform(action, frame, message);
  card.parse(content);
  const drawn = card.render();
  if (drawn) frame.append(drawn);
  for (const input of card.getAllInputs()) markInput(input);
  frame.setAttribute("aria-label", headline(frame));
  mend(frame);
  return frame;
}

/** @param {HTMLElement} frame @returns {string} the card's first heading, or its first words */
function headline(frame) {
  const first = frame.querySelector("[role=heading], .ac-textBlock");
  return first?.textContent.trim() ?? "Card";
}

/** Names the drawn field after its input, so that a person's script can find it. */
function markInput(input) {
  const field = input.renderedInputControlElement;
  if (field && input.id) field.dataset.input = input.id;
}

/** Gives fields whose label the renderer does not connect a name for screen readers. */
function mend(frame) {
  for (const group of frame.querySelectorAll("[role=radiogroup]:not([aria-labelledby])")) {
    group.setAttribute("aria-label", headline(frame));
  }
}

/** Runs what a pressed button asks for. */
function perform(action, frame, message) {
  const type = action.getJsonTypeName();
  if (type === "Action.OpenUrl") return openAddress(action.url);
  if (type === "Action.Execute" || type === "Action.Submit") return press(action, type, frame, message);
  return undefined;
}

/** @param {string} address */
function openAddress(address) {
  const url = URL.parse(address, location.href);
  if (url && ["http:", "https:"].includes(url.protocol)) open(url.href, "_blank", "noopener");
}

async function press(action, type, frame, message) {
  if (pressed.has(message.id)) return;
  const { id, verb } = action.toJSON();
  const button = document.activeElement;
  const body = { type, id, verb, data: action.data ?? {} };
  await whileBusy(frame, message, button, () =>
    post("/local/chat/presses", { person: message.person, card: message.id, action: body }));
}

/**
 * Keeps a card from being pressed twice while its answer is awaited.
 * @param {HTMLElement} frame
 * @param {{id: string, trouble?: () => void}} message
 * @param {Element | null} button gets the focus back when the card stays
 * @param {() => Promise<any>} work
 */
export async function whileBusy(frame, message, button, work) {
  pressed.add(message.id);
  frame.setAttribute("aria-busy", "true");
  frame.inert = true;
  try {
    await work();
  } catch {
    message.trouble?.();
  } finally {
    pressed.delete(message.id);
    frame.removeAttribute("aria-busy");
    frame.inert = false;
    const held = document.activeElement === document.body;
    if (frame.isConnected && held && button instanceof HTMLElement) button.focus();
  }
}

/** @param {string} id @returns {boolean} whether this message's card was pressed just now */
export function isPressed(id) {
  return pressed.has(id);
}

/** Moves the focus to a card that replaced another, and shows its beginning. */
export function focusCard(frame) {
  frame.focus({ preventScroll: true });
  const message = frame.closest(".message");
  const fits = message.offsetHeight < message.closest("main").clientHeight;
  message.scrollIntoView({ block: fits ? "nearest" : "start" });
}
