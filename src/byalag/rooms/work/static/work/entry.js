// The entry page: what is typed is kept on the device at once, sent when there is a network, and told what became of it.
(async () => {
  "use strict";

  const form = document.getElementById("entry");
  const list = document.getElementById("waiting");
  const device = self.byalagDevice;
  if (!form || !list || !device?.user || !self.indexedDB || !navigator.locks) return;
  const { user } = device;
  const words = list.dataset;
  const page = new URL(form.action).pathname;
  const about = new URLSearchParams(location.search).get("activity");
  const DRAFT = about ? `entry:${about}` : "entry";
  const field = (name) => form.elements.namedItem(name);
  const files = [...form.querySelectorAll('input[type="file"]')];

  await device.ready;
  try { await device.all(user, "entries"); } catch { return; } // nothing can be kept here: the form works by itself

  // Numbers made here, also where randomUUID is missing.
  const number = () => crypto.randomUUID?.() || "10000000-1000-4000-8000-100000000000".replace(/[018]/g,
    (c) => (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16));
  const today = () => new Date(Date.now() - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 10);

  // What was said
  const status = document.getElementById("entry-status");
  const say = (text, { url, link, level = "success" } = {}) => {
    const told = document.createElement("div");
    told.className = "message";
    told.dataset.level = level;
    told.textContent = text;
    if (url) {
      const anchor = document.createElement("a");
      anchor.href = url;
      anchor.textContent = link;
      told.append(" ", anchor);
    }
    status.replaceChildren(told);
  };

  // The form and what it holds
  const NOT_TYPED = ["csrfmiddlewaretoken", "sent_as", "organisation"];
  const held = () => {
    const fields = [];
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && name !== "csrfmiddlewaretoken") fields.push([name, value]);
    }
    return { fields, files: files.filter((input) => input.files.length).map((input) => [input.name, input.files[0]]) };
  };
  const isTyped = () => files.some((input) => input.files.length) || [...form.elements].some((input) =>
    (input.matches("textarea, input") && !["file", "hidden", "date"].includes(input.type)
      && !NOT_TYPED.includes(input.name) && input.value.trim() !== ""));
  const show = () => {
    const isNew = !field("activity").value;
    for (const part of form.querySelectorAll(".entry-new")) part.hidden = !isNew;
    field("title").required = isNew;
    form.querySelector(".entry-photo").hidden = field("pictured").disabled = !field("photo").files.length;
    for (const count of form.querySelectorAll('[name^="count_"]')) {
      field(count.name.replace("count", "audience")).required = Boolean(count.value);
    }
    if (field("names")) field("names_audience").required = Boolean(field("names").value.trim());
    field("pictured").required = Boolean(field("photo").files.length);
    form.querySelector(".entry-attachment").hidden = !field("attachment").files.length;
  };
  const fill = (row) => {
    for (const [name, value] of row.fields) {
      const input = field(name);
      if (!input || input.type === "file" || name === "csrfmiddlewaretoken") continue;
      if (input.tagName === "SELECT" && ![...input.options].some((option) => option.value === value)) continue;
      input.value = value;
      if (value && (name.startsWith("count_") || name === "names")) input.closest("details")?.setAttribute("open", "");
    }
    for (const [name, file] of row.files) {
      const chosen = new DataTransfer();
      chosen.items.add(file);
      field(name).files = chosen.files;
    }
    show();
  };
  const empty = () => {
    form.reset();
    form.querySelector(".error-summary")?.remove();
    field("sent_as").value = number();
    field("day").value = today();
    show();
  };

  // The draft: on the device before anybody can lose it
  const keepDraft = () => device.put(user, "drafts", { form: DRAFT, typed: isTyped(), ...held() }).catch(() => {});
  let soon = 0;
  const typed = () => {
    clearTimeout(soon);
    soon = setTimeout(keepDraft, 200);
  };
  form.addEventListener("input", typed);
  form.addEventListener("change", () => { show(); typed(); });
  document.addEventListener("visibilitychange", () => { if (document.hidden) keepDraft(); });

  // What waits
  const labelOf = (name) => field(name)?.labels?.[0]?.firstChild.textContent.trim() || "";
  const draw = async (sending = "") => {
    const rows = (await device.all(user, "entries")).sort((one, other) => one.kept_at - other.kept_at);
    const blank = list.querySelector("template").content.firstElementChild;
    list.querySelector("ul").replaceChildren(...rows.map((row) => {
      const line = blank.cloneNode(true);
      const isRefused = row.state === "refused";
      line.dataset.entry = row.sent_as;
      line.querySelector("progress").setAttribute("aria-label", row.title || words.untitled);
      line.querySelector(".waiting-title").textContent = row.title || words.untitled;
      line.querySelector(".waiting-state").textContent =
        row.sent_as === sending ? words.sending : isRefused ? words.refused : words.waiting;
      const reasons = line.querySelector(".waiting-reasons");
      reasons.hidden = !isRefused;
      for (const { field: name, text } of row.reasons || []) {
        const reason = document.createElement("li");
        const label = name && labelOf(name);
        reason.textContent = label ? `${label}: ${text}` : text;
        reasons.append(reason);
      }
      const correct = line.querySelector('[data-do="correct"]');
      correct.hidden = !isRefused;
      correct.addEventListener("click", () => correctIt(row));
      line.querySelector("form").addEventListener("submit", async (event) => {
        event.preventDefault();
        await device.remove(user, "entries", row.sent_as);
        draw();
      });
      return line;
    }));
    list.hidden = !rows.length;
  };
  const correctIt = async (row) => {
    if (isTyped()) return say(words.busy, { level: "warning" });
    fill(row);
    field("sent_as").value = row.renumber ? number() : row.sent_as;
    await keepDraft();
    await device.remove(user, "entries", row.sent_as);
    await draw();
    const first = row.reasons.map((reason) => reason.field && field(reason.field)).find(Boolean);
    (first || field("title")).focus();
  };

  const send = async () => {
    try {
      await self.byalagSending.sendAll(page, form.dataset.state, user);
    } catch {
      if ((await device.all(user, "entries")).some((row) => row.state === "waiting")) say(words.keeping, { level: "warning" });
    }
    await draw();
  };
  new BroadcastChannel("byalag-entries").addEventListener("message", async ({ data }) => {
    if (data.progress) {
      const bar = list.querySelector(`[data-entry="${CSS.escape(data.progress)}"] progress`);
      if (bar) [bar.hidden, bar.value] = [false, data.share];
      return;
    }
    if (data.accepted) say(words.sent, { url: data.url, link: data.title });
    if (data.stopped === "signed_out") {
      const back = encodeURIComponent(page);
      say(words.signedOut, { url: `${words.signInAt}?next=${back}`, link: words.signIn, level: "warning" });
    } else if (data.stopped === "another_user") say(words.another, { level: "warning" });
    else if (data.stopped) say(data.text || words.keeping, { level: "warning" });
    await draw(data.sending);
  });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    show();
    if (!form.reportValidity()) return;
    const title = field("title").value.trim() || field("activity").selectedOptions[0]?.text || "";
    const entry = { sent_as: field("sent_as").value, kept_at: Date.now(), state: "waiting", title, ...held() };
    if (field("activity").value) entry.title = field("activity").selectedOptions[0].text;
    clearTimeout(soon);
    try {
      await device.put(user, "entries", entry);
    } catch { // the device is full: then at once, or not at all
      form.submit();
      return;
    }
    await device.remove(user, "drafts", DRAFT);
    empty();
    await draw();
    navigator.serviceWorker?.ready.then((worker) => worker.sync?.register("byalag-entries")).catch(() => {});
    await send();
    status.scrollIntoView({ block: "nearest" });
  });

  // Where one was
  const draft = await device.get(user, "drafts", DRAFT);
  if (form.querySelector(".error-summary")) await keepDraft();
  else if (draft?.typed) fill(draft);
  else empty();
  if (about && !draft?.typed) field("activity").value = about;
  show();
  await draw();
  send();
  addEventListener("online", send);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) send(); });
  setInterval(async () => { if (!list.hidden && navigator.onLine) await send(); }, 60000);
  navigator.serviceWorker?.register(form.dataset.worker).catch(() => {});
  form.dataset.ready = "yes";
})();
