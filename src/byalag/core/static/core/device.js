// What this device keeps for one user: a draft, what waits to be sent, pages for when there is no network.
// Used by pages and by service workers.
(() => {
  "use strict";

  const CACHE = "byalag-";
  const nameOf = (user) => `byalag-${user}`;

  // The user's own store: `drafts` (one per form) and `entries` (what waits).
  let isWiped = false;
  const open = (user) => new Promise((resolve, reject) => {
    if (isWiped) throw new Error("Nothing is kept any more: somebody is signing out.");
    const asked = indexedDB.open(nameOf(user), 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("drafts", { keyPath: "form" });
      asked.result.createObjectStore("entries", { keyPath: "sent_as" });
    };
    asked.onsuccess = () => {
      // Signing out in another window throws the store away; this one must not hold it.
      asked.result.onversionchange = () => asked.result.close();
      resolve(asked.result);
    };
    asked.onerror = () => reject(asked.error);
  });

  const ask = async (user, store, mode, deed) => {
    const kept = await open(user);
    try {
      return await new Promise((resolve, reject) => {
        const work = kept.transaction(store, mode, { durability: "strict" });
        const asked = deed(work.objectStore(store));
        work.oncomplete = () => resolve(asked.result);
        work.onerror = work.onabort = () => reject(work.error);
      });
    } finally {
      kept.close();
    }
  };

  const device = {
    get: (user, store, key) => ask(user, store, "readonly", (rows) => rows.get(key)),
    all: (user, store) => ask(user, store, "readonly", (rows) => rows.getAll()),
    put: (user, store, row) => ask(user, store, "readwrite", (rows) => rows.put(row)),
    remove: (user, store, key) => ask(user, store, "readwrite", (rows) => rows.delete(key)),

    // Pages kept for somebody; they hold what is theirs.
    async dropPages() {
      if (!self.caches) return;
      for (const name of await caches.keys()) if (name.startsWith(CACHE)) await caches.delete(name);
    },

    async wipe(user) {
      isWiped = true;
      await device.dropPages();
      await new Promise((resolve) => {
        const asked = indexedDB.deleteDatabase(nameOf(user));
        asked.onsuccess = asked.onerror = asked.onblocked = resolve;
      });
      for (const worker of (await navigator.serviceWorker?.getRegistrations()) || []) await worker.unregister();
    },

    async waiting(user) {
      const drafts = (await device.all(user, "drafts")).filter((draft) => draft.typed);
      return drafts.length + (await device.all(user, "entries")).length;
    },
  };
  self.byalagDevice = device;

  if (typeof document === "undefined") return;
  const told = document.querySelector('meta[name="device-user"]');
  if (!told) return;
  const user = told.content;
  device.user = user;

  // Somebody else signed in on this device: pages kept for the one before are not for them.
  const LAST = "byalag-last-user";
  try {
    if (localStorage.getItem(LAST) !== user) {
      device.ready = device.dropPages();
      localStorage.setItem(LAST, user);
    }
  } catch { /* a browser that keeps nothing has nothing to throw away */ }

  // Signing out asks when something waits, then leaves nothing behind.
  const askBeforeSignOut = () => new Promise((resolve) => {
    const dialog = document.getElementById("ask").content.firstElementChild.cloneNode(true);
    dialog.firstElementChild.textContent = told.dataset.ask;
    dialog.setAttribute("aria-label", told.dataset.ask);
    const [yes, no] = dialog.querySelectorAll("button");
    yes.textContent = told.dataset.yes;
    no.textContent = told.dataset.no;
    document.body.append(dialog);
    dialog.addEventListener("close", () => { dialog.remove(); resolve(dialog.returnValue === "yes"); });
    dialog.showModal();
  });
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches(`form[action="${told.dataset.signOut}"]`)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    let waits = 0;
    try { waits = await device.waiting(user); } catch { /* nothing can be kept here */ }
    if (waits && !(await askBeforeSignOut())) return;
    try { await device.wipe(user); } catch { /* signing out goes on all the same */ }
    form.submit();
  }, true);
})();
