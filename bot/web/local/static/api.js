/** Talks to the server for the person who is chatting. */

/** @returns {{locale: string, timezone: string}} what Teams would say of this device */
export function device() {
  const timezone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return { locale: navigator.language, timezone };
}

/**
 * Sends JSON and gives the JSON answer.
 * @param {string} path
 * @param {object} body
 * @returns {Promise<any>} rejects when the server does not take it
 */
export async function post(path, body) {
  const response = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ ...body, ...device() }),
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response.json();
}

/**
 * Listens to one person's chat, history first; reconnects by itself.
 * @param {string} person object id
 * @param {(event: any) => void} hear
 * @returns {() => void} stops listening
 */
export function listen(person, hear) {
  const query = new URLSearchParams({ person, ...device() });
  const source = new EventSource(`/local/chat/events?${query}`);
  source.onmessage = (message) => hear(JSON.parse(message.data));
  return () => source.close();
}
