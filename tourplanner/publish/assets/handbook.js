/* What the handbook's pages do beside being read: search without accents, maps when they come into view, days gone by. */
"use strict";

const { root: ROOT, in: ZOOM_IN, out: ZOOM_OUT } = document.documentElement.dataset;
const SHOWN = 40;
const COMING = 5;
const NAMED = 24; /* villages up to which a map says their names */

/** Small letters without accents, đ as d; the index was folded the same way. */
function fold(text) {
  return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replaceAll("đ", "d");
}

/** Entries that hold every word of a query, those that begin with it first. */
function find(query, entries) {
  const words = fold(query).split(/\s+/).filter(Boolean);
  if (!words.length) return [];
  const whole = words.join(" ");
  const rank = (text) => (text.startsWith(whole) ? 0 : text.includes(` ${whole}`) ? 1 : text.includes(whole) ? 2 : 3);
  return entries
    .filter((entry) => words.every((word) => entry[4].includes(word)))
    .map((entry) => [rank(entry[4]), entry])
    .sort((a, b) => a[0] - b[0] || a[1][0] - b[1][0])
    .map(([, entry]) => entry);
}

function item([kind, name, behind, href]) {
  const link = Object.assign(document.createElement("a"), { href, textContent: name });
  const told = [HANDBOOK_INDEX[0][kind], behind].filter(Boolean).join(" · ");
  const line = document.createElement("li");
  line.append(link, Object.assign(document.createElement("span"), { textContent: told }));
  return line;
}

function startSearch(form) {
  const [field, count, list] = ["hb-query", "hb-count", "hb-found"].map((id) => document.getElementById(id));
  const search = () => {
    const found = find(field.value, HANDBOOK_INDEX[1]);
    const { none, one, other } = count.dataset;
    const told = found.length ? (found.length === 1 ? one : other).replace("{n}", found.length) : none;
    count.textContent = field.value.trim() ? told : "";
    list.replaceChildren(...found.slice(0, SHOWN).map(item));
  };
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    list.querySelector("a")?.focus();
  });
  field.addEventListener("input", search);
  search();
}

/** Festivals that are over step back; the first page shows the next few alone. */
function markDays(today) {
  const items = [...document.querySelectorAll("[data-last]")];
  for (const each of items) each.classList.toggle("hb-over", each.dataset.last < today);
  const next = items.filter((each) => each.closest(".hb-coming") && each.dataset.last >= today);
  if (!next.length) return;
  for (const each of document.querySelectorAll(".hb-coming [data-last]")) each.hidden = !next.slice(0, COMING).includes(each);
}

const loaded = {};

/** A shared script, once; pages from a stick may load scripts but fetch nothing. */
function load(name) {
  loaded[name] ||= new Promise((done, failed) => {
    const script = Object.assign(document.createElement("script"), { src: `${ROOT}assets/${name}` });
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  });
  return loaded[name];
}

async function drawMap(box) {
  await Promise.all([load("leaflet.js"), load("base.js")]);
  await load("map.js");
  const [kind, ...data] = JSON.parse(box.dataset.map);
  const map = L.map(box, { zoomControl: false, zoomSnap: 0.25, minZoom: 8, maxZoom: 16, scrollWheelZoom: false });
  L.control.zoom({ zoomInTitle: ZOOM_IN, zoomOutTitle: ZOOM_OUT }).addTo(map);
  const points = kind === "route" ? addRoute(map, ...data) : addVillages(map, kind === "index" ? indexed() : data[0]);
  // Views come before layers that draw on a canvas, and after those that have to be fitted.
  map.fitBounds(points, { paddingTopLeft: [40, 40], paddingBottomRight: [40, 56], maxZoom: 13, animate: false });
  tourplannerBase(map, HANDBOOK_BASE).addTo(map);
  tourplannerMap(map, HANDBOOK_CREDIT);
  box.dataset.drawn = "";
}

function indexed() {
  return HANDBOOK_INDEX[1].filter((each) => each[0] === 0).map(([, name, , href, , lat, lon]) => [lat, lon, name, href]);
}

/** A dot for each village, named where there are few; a click leads to its page. */
function addVillages(map, villages) {
  const renderer = L.canvas({ tolerance: 6 });
  villages.forEach(([lat, lon, name, href], group) => {
    const link = Object.assign(document.createElement("a"), { href, textContent: name });
    if (villages.length <= NAMED) {
      addName(map, [lat, lon], name, group);
      const dot = Object.assign(document.createElement("span"), { className: "tp-chip hb-spot" });
      addMark(map, [lat, lon], [dot], { group, part: "chip", interactive: true }).bindPopup(link);
      return;
    }
    const look = { radius: 5, color: "#fff", weight: 1.5, fillColor: "#a83a2a", fillOpacity: 1, renderer };
    const label = Object.assign(document.createElement("span"), { textContent: name });
    L.circleMarker([lat, lon], look).bindPopup(link).bindTooltip(label).addTo(map);
  });
  return villages.map(([lat, lon]) => [lat, lon]);
}

/** The legs of a route and its marks, laid out by the same script as on the routes' own maps. */
function addRoute(map, lines, marks) {
  const drawn = [];
  for (const [code, colour, straight] of lines) {
    const points = decodeLine(code);
    drawn.push(...points);
    const lane = straight ? {} : { className: "tp-lane" };
    L.polyline(points, { color: "#fff", weight: 7, opacity: 0.85, ...lane }).addTo(map);
    L.polyline(points, { color: colour, weight: 4, ...lane, ...(straight ? { dashArray: "9 9" } : {}) }).addTo(map);
  }
  const named = new Set();
  for (const [lat, lon, group, spot, kind, number] of marks) {
    if (!named.has(group)) addName(map, [lat, lon], spot, group);
    named.add(group);
    const face = document.querySelector(`.hb-timetable .tp-${kind}`).cloneNode(true);
    if (number) face.textContent = number;
    addMark(map, [lat, lon], [face], { group, part: "chip" });
  }
  return [...drawn, ...marks.map(([lat, lon]) => [lat, lon])];
}

/** The exact spot of a group of marks, with its name and the stem that leads to marks that gave way. */
function addName(map, at, name, group) {
  const parts = ["tp-stem", "tp-dot", "tp-name"].map((each) => Object.assign(document.createElement("span"), { className: each }));
  parts[2].textContent = name;
  addMark(map, at, parts, { group, part: "spot", zIndexOffset: -1000 });
}

function addMark(map, at, parts, options) {
  const html = document.createElement("div");
  html.append(...parts);
  html.className = "tp-icon";
  const icon = L.divIcon({ html, iconSize: [0, 0], className: "tp-icon" });
  return L.marker(at, { icon, interactive: false, keyboard: false, ...options }).addTo(map);
}

const watcher = new IntersectionObserver((seen) => {
  for (const { isIntersecting, target } of seen) {
    if (!isIntersecting) continue;
    watcher.unobserve(target);
    drawMap(target);
  }
}, { rootMargin: "200px" });

for (const box of document.querySelectorAll("[data-map]")) watcher.observe(box);
for (const form of document.querySelectorAll(".hb-search")) startSearch(form);
markDays(new Date().toLocaleDateString("sv", { timeZone: "Asia/Ho_Chi_Minh" }));
