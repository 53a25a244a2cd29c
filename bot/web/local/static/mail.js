/** The mailbox: the mails the assistant sent, newest first, and the one that is open. */

const list = document.getElementById("list");
const mail = document.getElementById("mail");
const EVERY_MS = 1500;
let shown = "";
let open = "";
let part = "html";

const element = (name, props = {}, ...children) => {
  const made = Object.assign(document.createElement(name), props);
  made.append(...children);
  return made;
};

/** @param {string} iso @returns {string} */
function when(iso) {
  const day = { weekday: "short", day: "numeric", month: "long", year: "numeric" };
  const time = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  const at = new Date(iso);
  return `${at.toLocaleDateString("en-GB", day).replace(",", "")}, ${at.toLocaleTimeString("en-GB", time)}`;
}

function row(one) {
  const link = element("a", { href: `#${encodeURIComponent(one.id)}` },
    element("b", { textContent: one.subject }),
    element("small", {}, element("span", { textContent: nameAndAddress(one.to)[0] }), element("time", { textContent: when(one.at) })));
  link.setAttribute("aria-current", String(one.id === open));
  return link;
}

/** @param {string} header @returns {[string, string]} the name, and the address behind it if any */
function nameAndAddress(header) {
  const [, name, address = ""] = /^(.*?)\s*(<[^>]*>)?$/s.exec(header);
  return name ? [name.replace(/^"(.*)"$/, "$1"), address] : [address, ""];
}

/** @param {string} label @param {string} header */
function line(label, header) {
  const [name, address] = nameAndAddress(header);
  return element("p", {}, `${label} `, element("b", { textContent: name }), ` ${address}`);
}

function tab(one, kind, title) {
  const button = element("button", { type: "button", textContent: title });
  button.setAttribute("role", "tab");
  button.setAttribute("aria-selected", String(part === kind));
  button.addEventListener("click", () => {
    part = kind;
    showMail(one);
    mail.querySelector("[aria-selected=true]").focus();
  });
  return button;
}

function body(one) {
  const holder = element("div", { className: "mail-body" });
  if (part === "html" && one.html) {
    const frame = element("iframe", { title: one.subject, src: `/local/mail/${encodeURIComponent(one.id)}/html` });
    frame.setAttribute("sandbox", "allow-popups allow-popups-to-escape-sandbox");
    holder.append(frame);
  } else holder.append(element("pre", {}, ...linked(one.text)));
  return holder;
}

/** @param {string} text @returns {(string | Node)[]} the text with its addresses made links */
function linked(text) {
  return text.split(/(https?:\/\/[^\s<>"]+)/).map((piece, index) =>
    index % 2 ? element("a", { href: piece, target: "_blank", rel: "noopener", textContent: piece }) : piece);
}

function showMail(one) {
  const tabs = element("div", {}, tab(one, "html", "Mail"), tab(one, "text", "Plain text"));
  tabs.setAttribute("role", "tablist");
  tabs.setAttribute("aria-label", "Parts of the mail");
  const to = line("To", one.to);
  to.append(` · ${when(one.at)}`);
  mail.replaceChildren(
    element("header", { className: "mail-head" },
      element("h2", { textContent: one.subject }), line("From", one.from), to, tabs),
    body(one));
}

/** Draws again only when the folder or the choice changed. */
function draw(mails) {
  const wanted = decodeURIComponent(location.hash.slice(1));
  const chosen = mails.find((one) => one.id === wanted) ?? mails[0];
  const now = JSON.stringify([mails.map((one) => [one.id, one.at]), chosen?.id]);
  if (now === shown) return;
  shown = now;
  const changed = chosen && chosen.id !== open;
  open = chosen?.id ?? "";
  list.replaceChildren(...mails.map(row));
  if (changed) showMail(chosen);
}

async function refresh() {
  try {
    draw(await (await fetch("/local/mail.json")).json());
  } catch {
    shown = "";
  }
}

addEventListener("hashchange", refresh);
await refresh();
setInterval(refresh, EVERY_MS);
