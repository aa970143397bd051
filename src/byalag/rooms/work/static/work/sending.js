// Sends what waits on this device, in the page and in its service worker.
(() => {
  "use strict";

  const device = self.byalagDevice;
  const news = new BroadcastChannel("byalag-entries");
  const tell = (told) => news.postMessage(told);

  const bodyOf = (entry) => {
    const body = new FormData();
    for (const [name, value] of entry.fields) body.append(name, value);
    for (const [name, file] of entry.files) body.append(name, file, file.name);
    return body;
  };

  // One entry: true when the next may follow. What cannot be understood is no answer: the entry goes on waiting.
  const sendOne = async (page, entry, user, csrf) => {
    tell({ sending: entry.sent_as });
    const headers = { Accept: "application/json", "X-CSRFToken": csrf, "X-Device-User": user };
    const sent = await fetch(page, { method: "POST", body: bodyOf(entry), headers, credentials: "same-origin" });
    const answer = await sent.json().catch(() => ({ state: "unclear" }));
    if (answer.state === "accepted") {
      await device.remove(user, "entries", entry.sent_as);
      tell({ accepted: entry.sent_as, url: answer.url, title: answer.title || entry.title });
      return true;
    }
    if (answer.state === "refused") {
      const { reasons, renumber } = answer;
      await device.put(user, "entries", { ...entry, state: "refused", reasons, renumber: Boolean(renumber) });
      tell({ refused: entry.sent_as });
      return true;
    }
    tell({ stopped: answer.state, text: answer.text });
    return false;
  };

  // Oldest first, one at a time over all windows. `only`: the user of the page that asks; a worker sends for whoever
  // is signed in. Without a network this throws, and everything goes on waiting.
  const sendAll = (page, state, only) => navigator.locks.request("byalag-sending", async () => {
    const asked = await fetch(state, { cache: "no-store", credentials: "same-origin" });
    if (asked.status === 401) return tell({ stopped: "signed_out" });
    if (!asked.ok) throw new Error(`The server answered ${asked.status}.`);
    const { user, csrf } = await asked.json();
    if (only && user !== only) return tell({ stopped: "another_user" });
    const waiting = (await device.all(user, "entries")).filter((entry) => entry.state === "waiting");
    waiting.sort((one, other) => one.kept_at - other.kept_at);
    for (const entry of waiting) if (!(await sendOne(page, entry, user, csrf))) break;
    return tell({ done: true });
  });

  self.byalagSending = { sendAll };
})();
