/**
 * The little Markdown that Teams shows in a message or a card: bold, italic, links, lists and line
 * breaks. Everything else stays the text it is; nothing a person typed becomes HTML.
 */

const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const BULLET = /^\s*[-*+]\s+(.*)$/;
const NUMBER = /^\s*(\d{1,9})[.)]\s+(.*)$/;
const INLINE = new RegExp(
  [
    /\\([\\`*_{}[\]()#+\-.!|~<>&])/, // 1: an escaped sign stands for itself
    /\[((?:\\.|[^\\[\]])+)\]\(((?:\\.|[^\\\s()])+)\)/, // 2, 3: a link
    /\*\*(?=\S)((?:\\.|[^\\])+?)(?<=\S)\*\*(?!\*)/, // 4: bold
    /(?<![\w_])__(?=\S)((?:\\.|[^\\])+?)(?<=\S)__(?![\w_])/, // 5: bold
    /\*(?=[^\s*])((?:\\.|[^\\*])+?)(?<=\S)\*/, // 6: italic
    /(?<![\w_])_(?=[^\s_])((?:\\.|[^\\_])+?)(?<=\S)_(?![\w_])/, // 7: italic
  ].map((part) => part.source).join("|"),
  "gsu",
);

/**
 * Makes text safe to stand in HTML.
 * @param {string} text
 * @returns {string}
 */
export function escapeHtml(text) {
  return text.replace(/[&<>"']/g, (sign) => ESCAPES[sign]);
}

/**
 * Shows Markdown as HTML.
 * @param {string} text what the assistant wrote
 * @returns {string} HTML with only p, br, ul, ol, li, strong, em and a
 */
export function markdown(text) {
  return blocks(text.replace(/\r\n?/g, "\n").split("\n")).map(blockHtml).join("");
}

/** @param {string[]} lines @returns {{kind: string, start?: number, lines: string[]}[]} */
function blocks(lines) {
  const found = [];
  for (const line of lines) {
    const last = found.at(-1);
    const next = block(line);
    if (next.kind === "gap") found.push(next);
    else if (last?.kind === next.kind) last.lines.push(...next.lines);
    else found.push(next);
  }
  return found.filter((one) => one.kind !== "gap");
}

/** @param {string} line */
function block(line) {
  const bullet = BULLET.exec(line);
  if (bullet) return { kind: "ul", lines: [bullet[1]] };
  const number = NUMBER.exec(line);
  if (number) return { kind: "ol", start: Number(number[1]), lines: [number[2]] };
  return line.trim() ? { kind: "p", lines: [line] } : { kind: "gap", lines: [] };
}

/** @param {{kind: string, start?: number, lines: string[]}} one */
function blockHtml(one) {
  if (one.kind === "p") return `<p>${inline(one.lines.join("\n")).replace(/\n/g, "<br>")}</p>`;
  const items = one.lines.map((line) => `<li>${inline(line)}</li>`).join("");
  const start = one.kind === "ol" && one.start !== 1 ? ` start="${one.start}"` : "";
  return `<${one.kind}${start}>${items}</${one.kind}>`;
}

/** @param {string} text @returns {string} */
function inline(text) {
  let html = "";
  let from = 0;
  for (const match of text.matchAll(INLINE)) {
    html += escapeHtml(text.slice(from, match.index)) + span(match);
    from = match.index + match[0].length;
  }
  return html + escapeHtml(text.slice(from));
}

/** @param {RegExpMatchArray} match */
function span([whole, sign, label, address, bold, bold2, italic, italic2]) {
  if (sign !== undefined) return escapeHtml(sign);
  if (label !== undefined) return link(whole, label, address);
  const strong = bold ?? bold2;
  if (strong !== undefined) return `<strong>${inline(strong)}</strong>`;
  return `<em>${inline(italic ?? italic2)}</em>`;
}

/** @param {string} whole @param {string} label @param {string} address */
function link(whole, label, address) {
  const plain = address.replace(/\\(.)/gs, "$1");
  if (!/^https?:\/\/[^\s]/i.test(plain)) return escapeHtml(whole);
  return `<a href="${escapeHtml(plain)}" target="_blank" rel="noopener noreferrer">${inline(label)}</a>`;
}
