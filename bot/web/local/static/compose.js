/** The compose box: Enter sends, Shift+Enter makes a new line. */
import { post } from "./api.js";
import { takeFiles } from "./files.js";

const form = document.getElementById("compose");
const text = document.getElementById("text");
const trouble = document.getElementById("trouble");

function fit() {
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight}px`;
}

async function send(person) {
  const words = text.value.trim();
  text.value = "";
  fit();
  try {
    const files = await takeFiles();
    if (!words && !files.length) return;
    await post("/local/chat/messages", { person, text: words, files });
    trouble.hidden = true;
  } catch {
    text.value = words;
    fit();
    trouble.textContent = "Not sent: the server does not answer. Is it running?";
    trouble.hidden = false;
  }
}

/**
 * Connects the compose box.
 * @param {() => string} person gives who is chatting
 */
export function connectCompose(person) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(person());
  });
  text.addEventListener("input", fit);
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  text.focus();
}
