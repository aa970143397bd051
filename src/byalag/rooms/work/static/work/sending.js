// Sends what waits on this device, in the page and in its service worker.
(() => {
  "use strict";

  const device = self.byalagDevice;
  const news = new BroadcastChannel("byalag-entries");
  const tell = (told) => news.postMessage(told);

  const PIECE = 1024 * 1024;
  const SMALL = 256 * 1024;

  // A large file goes in pieces (tus 1.0.0): where it stopped is asked of the server, never guessed.
  const sendFile = async (entry, name, file, user, csrf, uploads) => {
    const speak = { "Tus-Resumable": "1.0.0", "X-CSRFToken": csrf, "X-Device-User": user };
    const call = (url, method, headers, body) =>
      fetch(url, { method, headers: { ...speak, ...headers }, body, credentials: "same-origin" });
    const url = entry.uploads?.[name];
    let at = url ? await call(url, "HEAD") : null;
    if (!at?.ok) {
      const title = btoa(String.fromCharCode(...new TextEncoder().encode(file.name)));
      at = await call(uploads, "POST", { "Upload-Length": String(file.size), "Upload-Metadata": `filename ${title}` });
      if (at.status !== 201) return { fault: at };
      entry.uploads = { ...entry.uploads, [name]: at.headers.get("Location") };
      await device.put(user, "entries", entry);
    }
    let offset = Number(at.headers.get("Upload-Offset") || 0);
    while (offset < file.size) {
      tell({ progress: entry.sent_as, share: Math.round((100 * offset) / file.size) });
      const headers = { "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(offset) };
      const sent = await call(entry.uploads[name], "PATCH", headers, file.slice(offset, offset + PIECE));
      if (sent.status !== 204) return { fault: sent };
      offset = Number(sent.headers.get("Upload-Offset"));
    }
    tell({ progress: entry.sent_as, share: 100 });
    return { key: entry.uploads[name].split("/").at(-2) };
  };

  // The form as it is posted; or the answer that stopped a file on its way.
  const bodyOf = async (page, entry, user, csrf) => {
    const body = new FormData();
    const inPieces = entry.files.filter(([, file]) => file.size > SMALL).map(([name]) => `${name}_upload`);
    for (const [name, value] of entry.fields) if (!inPieces.includes(name)) body.append(name, value);
    for (const [name, file] of entry.files) {
      if (file.size <= SMALL) {
        body.append(name, file, file.name);
        continue;
      }
      const { key, fault } = await sendFile(entry, name, file, user, csrf, `${page}uploads/`);
      if (fault) {
        const answer = await fault.json().catch(() => ({ state: "unclear" }));
        return { stopped: answer.state === "refused" ? { ...answer, reasons: [{ field: name, text: answer.text }] } : answer };
      }
      body.append(`${name}_upload`, key);
    }
    return { body };
  };

  // One entry: true when the next may follow. What cannot be understood is no answer: the entry goes on waiting.
  const sendOne = async (page, state, entry, user, csrf) => {
    tell({ sending: entry.sent_as });
    const headers = { Accept: "application/json", "X-CSRFToken": csrf, "X-Device-User": user };
    let answer = { state: "unclear" };
    if (entry.uploads && (await (await fetch(`${state}?sent_as=${entry.sent_as}`, { cache: "no-store" })).json()).is_there) {
      answer = { state: "accepted", url: "", title: entry.title };
    } else {
      const { body, stopped } = await bodyOf(page, entry, user, csrf);
      const sent = stopped || await fetch(page, { method: "POST", body, headers, credentials: "same-origin" });
      answer = stopped || await sent.json().catch(() => answer);
    }
    if (answer.state === "accepted") {
      await device.remove(user, "entries", entry.sent_as);
      tell({ accepted: entry.sent_as, url: answer.url, title: answer.title || entry.title });
      return true;
    }
    if (answer.state === "refused") {
      const { reasons, renumber } = answer;
      const kept = { ...entry, state: "refused", reasons, renumber: Boolean(renumber), uploads: undefined };
      await device.put(user, "entries", kept);
      const headers = { "Tus-Resumable": "1.0.0", "X-CSRFToken": csrf };
      for (const url of Object.values(entry.uploads || {})) await fetch(url, { method: "DELETE", headers });
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
    for (const entry of waiting) if (!(await sendOne(page, state, entry, user, csrf))) break;
    return tell({ done: true });
  });

  self.byalagSending = { sendAll };
})();
