/** The chat page: puts the parts together and shows what happens in the person's chat. */
import { listen } from "./api.js";
import { connectCompose } from "./compose.js";
import { connectFiles } from "./files.js";
import { clear, note, remove, show, showHistory } from "./messages.js";
import { connectPeople, showUnseen } from "./people.js";

const typing = document.getElementById("typing");
const feed = document.getElementById("feed");
let person = "";
let stop = () => {};

const HEARD = {
  history: (event) => {
    showHistory(event.entries, person);
    document.body.dataset.ready = person;
  },
  message: (event) => {
    if (event.entry.by === "bot") typing.hidden = true;
    show(event.entry, person);
  },
  update: (event) => show(event.entry, person),
  note: (event) => note(event.id, event.note),
  delete: (event) => remove(event.id),
  unseen: (event) => showUnseen(event.counts),
  typing: () => {
    typing.hidden = false;
    feed.scrollTop = feed.scrollHeight;
  },
};

function enter(chosen) {
  stop();
  clear();
  typing.hidden = true;
  delete document.body.dataset.ready;
  person = chosen.object_id;
  stop = listen(person, (event) => HEARD[event.kind]?.(event));
}

connectFiles();
connectCompose(() => person);
connectPeople(enter);
