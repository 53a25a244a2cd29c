/** Who is chatting: the menu in the bar that switches between the people of the local profile. */

const button = document.getElementById("person");
const menu = document.getElementById("people");

/** @param {string} name @returns {string} */
function initials(name) {
  const words = name.split(/\s+/);
  return (words[0][0] + (words.length > 1 ? words.at(-1)[0] : "")).toUpperCase();
}

function open(show) {
  menu.hidden = !show;
  button.setAttribute("aria-expanded", String(show));
  if (show) menu.querySelector("[aria-checked=true]")?.focus();
}

function item(person, choose) {
  const entry = document.createElement("button");
  entry.type = "button";
  entry.setAttribute("role", "menuitemradio");
  entry.dataset.person = person.object_id;
  const sign = Object.assign(document.createElement("span"), { className: "initials", textContent: initials(person.name) });
  sign.setAttribute("aria-hidden", "true");
  const words = document.createElement("span");
  words.append(person.name, Object.assign(document.createElement("small"), { textContent: person.role }));
  const unseen = Object.assign(document.createElement("span"), { className: "unseen" });
  entry.append(sign, words, unseen);
  entry.addEventListener("click", () => {
    open(false);
    button.focus();
    choose(person);
  });
  return entry;
}

function show(person) {
  button.querySelector(".initials").textContent = initials(person.name);
  button.querySelector(".person-name").textContent = `${person.name} · ${person.role}`;
  button.title = `You are ${person.name}, ${person.role}. Chat as someone else.`;
  for (const entry of menu.children) {
    entry.setAttribute("aria-checked", String(entry.dataset.person === person.object_id));
  }
}

/**
 * Shows in whose chat messages wait.
 * @param {Record<string, number>} counts numbers of messages by object id
 */
export function showUnseen(counts) {
  for (const entry of menu.children) {
    const count = counts[entry.dataset.person] ?? 0;
    entry.querySelector(".unseen").textContent = count ? `${count} new` : "";
  }
  const names = Object.keys(counts).length;
  button.classList.toggle("waiting", names > 0);
  button.querySelector(".sr").textContent = names ? "New messages for someone else" : "";
}

function onKey(event) {
  if (menu.hidden) return;
  const items = [...menu.children];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "Escape") {
    open(false);
    button.focus();
  } else if (step) {
    event.preventDefault();
    items.at((items.indexOf(document.activeElement) + step) % items.length).focus();
  }
}

/**
 * Connects the menu and begins with the person the address names, or the first.
 * @param {(person: {object_id: string, name: string, role: string}) => void} enter
 */
export async function connectPeople(enter) {
  const people = await (await fetch("/local/people.json")).json();
  const choose = (person) => {
    history.replaceState(null, "", `?person=${encodeURIComponent(person.object_id)}`);
    show(person);
    enter(person);
  };
  menu.append(...people.map((person) => item(person, choose)));
  button.addEventListener("click", () => open(menu.hidden));
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", (event) => {
    if (!event.target.closest(".people")) open(false);
  });
  const named = new URLSearchParams(location.search).get("person");
  choose(people.find((person) => person.object_id === named) ?? people[0]);
}
