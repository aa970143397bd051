// Answers for the entry page without a network, and sends what waits when the browser says that there is one again.
"use strict";

const PAGE = "{{ page|escapejs }}";
const STATE = "{{ state|escapejs }}";
const NAME = "byalag-entry";
const ASSETS = [{% for asset in assets %}"{{ asset|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const PATIENCE = 5000;

importScripts({% for script in scripts %}"{{ script|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %});

const keep = async (answer) => {
  if (answer.ok && !answer.redirected) await (await caches.open(NAME)).put(PAGE, answer.clone());
  return answer;
};

self.addEventListener("install", (event) => event.waitUntil((async () => {
  await (await caches.open(NAME)).addAll(ASSETS);
  await keep(await fetch(PAGE, { credentials: "same-origin", cache: "no-store" })).catch(() => {});
  await self.skipWaiting();
})()));

self.addEventListener("activate", (event) => event.waitUntil((async () => {
  const kept = await caches.open(NAME);
  for (const asked of await kept.keys()) {
    if (![...ASSETS, PAGE].includes(new URL(asked.url).pathname)) await kept.delete(asked);
  }
  await self.clients.claim();
})()));

const page = async (request) => {
  const kept = await caches.match(PAGE, { cacheName: NAME });
  try {
    const patience = new Promise((_, lost) => { if (kept) setTimeout(() => lost(new Error("slow")), PATIENCE); });
    const answer = await Promise.race([fetch(request), patience]);
    if (answer.status < 500) return new URL(request.url).search ? answer : await keep(answer);
  } catch { /* no network, or none to speak of */ }
  return kept || fetch(request);
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname } = new URL(request.url);
  if (request.method !== "GET") return;
  if (request.mode === "navigate" && pathname === PAGE) event.respondWith(page(request));
  else if (ASSETS.includes(pathname)) {
    event.respondWith(caches.match(request, { cacheName: NAME }).then((kept) => kept || fetch(request)));
  }
});

self.addEventListener("sync", (event) => {
  if (event.tag === "byalag-entries") event.waitUntil(self.byalagSending.sendAll(PAGE, STATE));
});
