// Push notes, an offline page, the pass, and the files that never change. No other page's html, never /_event or /auth.
const VERSION = new URL(self.location.href).searchParams.get("v") || "1";
const CACHE = "fitkit-" + VERSION;
const OFFLINE = ["/offline/he.html", "/offline/en.html"];
const PASS = /^\/(he|en)\/pass\/?$/;
const MORE = ["/fonts/heebo-hebrew-wght-normal.woff2", "/fonts/heebo-latin-wght-normal.woff2"];
const KEPT_ANYHOW = { ignoreVary: true }; // a page asks for a file with other headers than we do
const KEPT = 200; // files; the oldest go first

self.addEventListener("install", (event) => {
  const fetchFresh = (path) => new Request(path, { cache: "reload" });
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => Promise.allSettled(OFFLINE.map((path) => cache.add(fetchFresh(path)))))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  const isOld = (name) => name.startsWith("fitkit-") && name !== CACHE;
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter(isOld).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    const lang = url.pathname.startsWith("/en") ? "en" : "he";
    const offline = () => caches.match(`/offline/${lang}.html`).then((page) => page || Response.error());
    const pass = PASS.test(url.pathname) ? () => caches.match(`/${lang}/pass/`, KEPT_ANYHOW).then((page) => page || offline()) : offline;
    event.respondWith(fetch(request).catch(pass));
  } else if (isUnchanging(url.pathname)) {
    event.respondWith(fromCacheFirst(request));
  }
});

// The build puts a hash into the names below /assets/; fonts change only with the design.
function isUnchanging(path) {
  return /^\/assets\/.+-[\w-]{8,}\.(js|css|woff2|svg|png)$/.test(path) || /^\/fonts\/.+\.woff2$/.test(path);
}

async function fromCacheFirst(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request, KEPT_ANYHOW);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.status === 200 && answer.type === "basic") {
    await cache.put(request, answer.clone());
    const all = (await cache.keys()).filter((r) => /^\/(assets|fonts)\//.test(new URL(r.url).pathname));
    await Promise.all(all.slice(0, Math.max(0, all.length - KEPT)).map((r) => cache.delete(r)));
  }
  return answer;
}

// The pass works offline: its page holds no words of anybody's, what it shows is in the phone's storage.
self.addEventListener("message", (event) => {
  if (event.data && PASS.test(event.data.keep || "")) event.waitUntil(keepPass(event.data.keep).catch(() => {}));
});

async function keepPass(path) {
  const answer = await fetch(path, { cache: "no-cache" });
  if (answer.status !== 200 || answer.redirected) return;
  const html = await answer.clone().text();
  const cache = await caches.open(CACHE);
  const files = new Set(html.match(/\/assets\/[\w.$-]+\.(?:js|css)/g) || []);
  await Promise.all([...files].filter(isUnchanging).map((file) => fromCacheFirst(new Request(file))));
  await Promise.all(MORE.map((file) => cache.match(file, KEPT_ANYHOW).then((kept) => kept || cache.add(file))));
  await cache.put(path, answer);
}

self.addEventListener("push", (event) => {
  const note = read(event.data);
  const shown = self.registration.showNotification(note.title || "FitKit", {
    body: note.body || "",
    lang: note.lang || "he",
    dir: note.lang === "en" ? "ltr" : "rtl",
    tag: note.key || undefined,
    icon: "/icons/icon-192.png",
    badge: "/icons/badge-96.png",
    data: { path: inside(note.path) },
  });
  event.waitUntil(Promise.all([shown, count(note.unread)]));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(show(inside(event.notification.data && event.notification.data.path)));
});

function read(data) {
  try {
    return data ? data.json() : {};
  } catch {
    return {};
  }
}

function inside(path) {
  return /^\/(he|en)\/(?!\/)[\w\-/.?=&%#]*$/.test(path || "") ? path : "/";
}

function count(unread) {
  if (!("setAppBadge" in navigator) || unread === null || unread === undefined) return undefined;
  return (unread > 0 ? navigator.setAppBadge(unread) : navigator.clearAppBadge()).catch(() => {});
}

async function show(path) {
  const tabs = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const same = tabs.find((tab) => new URL(tab.url).pathname.replace(/\/$/, "") === path.split(/[?#]/)[0].replace(/\/$/, ""));
  if (same) return same.focus();
  if (!tabs.length) return self.clients.openWindow(path);
  const tab = await tabs[0].focus();
  return tab.navigate(path).catch(() => self.clients.openWindow(path)); // only tabs we control may be sent
}
