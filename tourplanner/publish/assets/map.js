/* What folium's map learns from us: a vector base map, labels that keep apart, a timetable that answers to clicks. */
"use strict";

const BASE_STYLES = [
  /* layer/kind, options; drawn in this order */
  ["land/urban", { fillColor: "#e9e3d8", fillOpacity: 1, stroke: false }],
  ["land/wood", { fillColor: "#dfe8d0", fillOpacity: 1, stroke: false }],
  ["water/water", { fillColor: "#b5d6e6", fillOpacity: 1, stroke: false }],
  ["waterway/stream", { color: "#b5d6e6", weight: 0.8 }],
  ["waterway/canal", { color: "#b5d6e6", weight: 1 }],
  ["waterway/river", { color: "#b5d6e6", weight: 1.8 }],
  ["boundary/commune", { color: "#cfc3b4", weight: 0.7, dashArray: "3 3" }],
  ["boundary/province", { color: "#a996a8", weight: 1.4, dashArray: "7 3 2 3" }],
  ["rail/rail", { color: "#b4aca3", weight: 1.3, dashArray: "5 3" }],
  ["road/tertiary", { color: "#fffdf8", weight: 1.6 }],
  ["road/link", { color: "#f3d9a2", weight: 1.2 }],
  ["road/secondary", { color: "#fdf0c4", weight: 2.2 }],
  ["road/primary", { color: "#f7dc97", weight: 2.8 }],
  ["road/trunk", { color: "#f3c37d", weight: 3.2 }],
  ["road/motorway", { color: "#eaa265", weight: 3.6 }],
];
const CHIP = 27;
const LANE = 2.75; /* as LANE_PX where the arrows are made */
const WIDE = 3.6; /* from one route to the next on a road that they share */

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const VALUE_OF = Object.fromEntries([...ALPHABET].map((letter, value) => [letter, value]));

/** Points of a polyline code: differences, 1e-4 degrees, five bits a character, the sixth says that more follow. */
function decodeLine(code) {
  const points = [];
  const at = [0, 0];
  for (let index = 0, axis = 0; index < code.length; axis ^= 1) {
    let bits = 0, shift = 0, part;
    do {
      part = VALUE_OF[code[index++]];
      bits |= (part & 31) << shift;
      shift += 5;
    } while (part >= 32);
    at[axis] += bits & 1 ? ~(bits >> 1) : bits >> 1;
    if (axis) points.push([at[0] / 1e4, at[1] / 1e4]);
  }
  return points;
}

/** The base map as one layer: shapes on a canvas below everything, names of places above it. */
function tourplannerBase(map, [kinds, places]) {
  const shapesOf = Object.fromEntries(kinds);
  const pane = map.createPane("tp-base");
  pane.style.zIndex = 150;
  pane.style.pointerEvents = "none";
  map.createPane("tp-places").style.zIndex = 410;
  const renderer = L.canvas({ pane: "tp-base", padding: 0.4 });
  const group = L.layerGroup();
  const drawn = [];
  for (const [kind, style] of BASE_STYLES) {
    const shapes = shapesOf[kind];
    if (!shapes) continue;
    const options = { ...style, pane: "tp-base", renderer, interactive: false, smoothFactor: 1.2 };
    if (kind.startsWith("land/") || kind.startsWith("water/")) {
      drawn.push(L.polygon(shapes.map((rings) => rings.map(decodeLine)), options));
    } else {
      drawn.push(L.polyline(shapes.map(decodeLine), options));
    }
  }
  for (const layer of drawn) group.addLayer(layer);
  map.on("tp-print", ({ on }) => redraw(group, drawn, on ? L.svg({ pane: "tp-base", padding: 0.1 }) : renderer));
  const names = L.layerGroup().addTo(group);
  const draw = () => placeNames(map, names, places);
  group.on("add", () => map.on("tp-settled", draw));
  group.on("remove", () => map.off("tp-settled", draw));
  return group;
}

/** The same shapes by another renderer: a canvas is quick on screens, paper wants lines. */
function redraw(group, drawn, renderer) {
  for (const layer of drawn) {
    group.removeLayer(layer);
    layer.options.renderer = renderer;
    group.addLayer(layer);
  }
}

/** Names of settlements that fit, the larger ones first, clear of the route's own marks. */
function placeNames(map, names, places) {
  names.clearLayers();
  const taken = [...(map.tpBoxes || [])];
  const size = map.getSize();
  const least = map.getZoom() < 10.5 ? 3 : map.getZoom() < 12 ? 4 : 6;
  for (const [lat, lon, name, rank] of places) {
    if (rank > least) continue;
    const at = map.latLngToContainerPoint([lat, lon]);
    if (at.x < 0 || at.y < 0 || at.x > size.x || at.y > size.y) continue;
    const half = name.length * 3.4 + 14;
    const box = [at.x - half, at.y - 16, at.x + half, at.y + 16];
    if (taken.some((other) => overlap(box, other))) continue;
    taken.push(box);
    const label = document.createElement("span");
    label.className = `tp-place tp-rank-${rank}`;
    label.textContent = name;
    const icon = L.divIcon({ html: label, iconSize: [0, 0], className: "tp-icon" });
    names.addLayer(L.marker([lat, lon], { icon, pane: "tp-places", interactive: false, keyboard: false }));
  }
}

function overlap(a, b) {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}

/** Everything that needs the finished map. `credit` is escaped text. */
function tourplannerMap(map, credit) {
  map.attributionControl.setPrefix("Leaflet");
  if (credit) map.attributionControl.addAttribution(credit);
  L.control.scale({ imperial: false, maxWidth: 120 }).addTo(map);
  map.on("resize", () => aboveCredits(map));
  aboveCredits(map);
  for (const name of ["tp-casing", "tp-flow"]) map.getPane(name) || map.createPane(name);
  const groups = new Map();
  const stops = {};
  const layers = [];
  map.eachLayer((layer) => layers.push(layer));
  map.tpReach = L.latLngBounds([]);
  for (const layer of layers) {
    const { group, part, stop, casing } = layer.options;
    if (casing) dressLine(map, layer);
    if (casing) map.tpReach.extend(layer.getBounds());
    if (part === undefined) continue;
    map.tpReach.extend(layer.getLatLng());
    if (!groups.has(group)) groups.set(group, { at: layer.getLatLng(), chips: [] });
    if (part === "spot") groups.get(group).spot = layer;
    else groups.get(group).chips.push(layer);
    if (stop) stops[stop] = layer;
  }
  map.tpPins = { pins: groups, stops };
  const settle = () => settlePins(map, [...groups.values()]);
  map.on("moveend resize overlayadd tp-changed", settle);
  linkTimetable(map, stops);
  settle();
}

/** What stands at the lower left keeps above the credits, however many lines they take. */
function aboveCredits(map) {
  const [credits] = map.getContainer().getElementsByClassName("leaflet-control-attribution");
  map.getContainer().querySelector(".leaflet-bottom.leaflet-left").style.bottom = `${credits?.offsetHeight || 0}px`;
}

/** A white casing below a line and, where it has a direction, dashes that move along it; all beside its way. */
function dressLine(map, line) {
  const { casing, flow, className, lanes, weight } = line.options;
  const points = flow < 0 ? [...line.getLatLngs()].reverse() : line.getLatLngs();
  const under = L.polyline(line.getLatLngs(), { color: "#fff", weight: casing, opacity: 0.85, pane: "tp-casing", interactive: false });
  const worn = [under];
  if (flow) {
    worn.push(L.polyline(points, { color: "#fff", weight: weight / 2, pane: "tp-flow", className: "tp-flow", interactive: false }));
    map.tpFlows = true;
  }
  for (const each of [line, ...worn]) {
    if (className.split(" ").includes("tp-lane")) besideWay(each, (pixels) => besideLine(pixels, LANE));
    if (lanes) besideWay(each, (pixels) => inLanes(pixels, lanes));
  }
  line.on("add", () => worn.forEach((each) => each.addTo(map)));
  line.on("remove", () => worn.forEach((each) => each.remove()));
  worn.forEach((each) => each.addTo(map));
}

/** A line drawn beside its way at every zoom: there and back, or several routes on one road, are all seen. */
function besideWay(line, shifted) {
  line._projectLatlngs = function (points, rings, bounds) {
    L.Polyline.prototype._projectLatlngs.call(this, points, rings, bounds);
    rings.push(shifted(rings.pop()));
  };
  if (line._map) line.redraw();
}

/** Pixels of a line whose steps, as [how many, lanes to the right], lie in lanes of a road. */
function inLanes(points, lanes) {
  let first = 0;
  return lanes.flatMap(([steps, lane]) => besideLine(points.slice(first, (first += steps) + 1), lane * WIDE));
}

/** Pixels of a line shifted to its right: each corner by the mean of its two sides, sharp ones blunted. */
function besideLine(every, by) {
  const points = L.LineUtil.simplify(every, 0.5);
  const sides = points.slice(1).map((to, index) => {
    const step = to.subtract(points[index]);
    const long = Math.hypot(step.x, step.y) || 1;
    return L.point(-step.y / long, step.x / long);
  });
  return points.map((point, index) => {
    const before = sides[Math.max(index - 1, 0)] || L.point(0, 0);
    const sum = before.add(sides[Math.min(index, sides.length - 1)] || before);
    return point.add(sum.multiplyBy((2 * by) / Math.max(sum.x ** 2 + sum.y ** 2, 1)));
  });
}

/** Chips side by side at their spot, or beside it where another spot's chips are; then names where room is left. */
function settlePins(map, groups) {
  const boxes = [];
  const onMap = (marker) => map.hasLayer(marker) && !marker.tpHidden;
  const shown = groups.map((group) => ({ ...group, chips: group.chips.filter(onMap) })).filter(({ chips }) => chips.length);
  for (const group of shown) {
    const at = map.latLngToContainerPoint(group.at);
    const wide = group.chips.length * CHIP;
    const boxAt = ([x, y]) => [at.x + x - wide / 2, at.y + y - CHIP / 2, at.x + x + wide / 2, at.y + y + CHIP / 2];
    const free = rings(wide).find((shift) => !boxes.some((box) => overlap(boxAt(shift), box))) || [0, 0];
    boxes.push(boxAt(free), ...stemBoxes(at, free));
    group.shift = free;
    group.chips.forEach((chip, index) => {
      const x = free[0] + (index - (group.chips.length - 1) / 2) * CHIP;
      moveIcon(chip, ".tp-chip", x, free[1]);
      chip.getPopup()?.options && (chip.getPopup().options.offset = [x, free[1] - 8]);
    });
  }
  const size = map.getSize();
  for (const group of shown) settleName(group, boxes, size, map);
  map.tpBoxes = boxes;
  map.fire("tp-settled");
}

/** Small boxes along the stem between a spot and its chips, so that no name covers it. */
function stemBoxes(at, [x, y]) {
  if (!x && !y) return [];
  return [0, 0.25, 0.5].map((part) => [at.x + part * x - 5, at.y + part * y - 5, at.x + part * x + 5, at.y + part * y + 5]);
}

/** Shifts to try for a row of chips, nearest first. */
function rings(wide) {
  const found = [[0, 0]];
  for (let radius = CHIP; radius < 6 * CHIP; radius += CHIP / 2) {
    for (const [x, y] of [[0, -1], [1, 0], [0, 1], [-1, 0], [0.8, -0.8], [0.8, 0.8], [-0.8, 0.8], [-0.8, -0.8]]) {
      found.push([x * (radius + (wide - CHIP) / 2), y * radius]);
    }
  }
  return found;
}

function settleName(group, boxes, size, map) {
  const icon = group.spot?.getElement();
  if (!icon) return;
  const name = icon.querySelector(".tp-name");
  const [x, y] = group.shift;
  const at = map.latLngToContainerPoint(group.at);
  const half = (group.chips.length * CHIP) / 2;
  const [wide, high] = [name.offsetWidth, name.offsetHeight];
  const options = [[x + half + 4, y - high / 2], [x - half - 4 - wide, y - high / 2],
    [x - wide / 2, y + CHIP / 2 + 3], [x - wide / 2, y - CHIP / 2 - 3 - high]];
  const boxOf = ([left, top]) => [at.x + left, at.y + top, at.x + left + wide, at.y + top + high];
  const fits = (box) => box[0] > 2 && box[1] > 2 && box[2] < size.x - 2 && box[3] < size.y - 16;
  const clear = (box) => !boxes.some((other) => overlap(box, other));
  const chosen = options.find((each) => fits(boxOf(each)) && clear(boxOf(each))) || options.find((each) => clear(boxOf(each)));
  name.style.visibility = chosen ? "visible" : "hidden";
  if (chosen) {
    name.style.transform = `translate(${chosen[0]}px, ${chosen[1]}px)`;
    boxes.push(boxOf(chosen));
  }
  const away = Math.hypot(x, y);
  icon.querySelector(".tp-stem").style.cssText =
    away ? `width:${away}px;transform:rotate(${Math.atan2(y, x)}rad)` : "display:none";
}

function moveIcon(marker, selector, x, y) {
  const part = marker.getElement()?.querySelector(selector);
  if (part) part.style.transform = `translate(-50%, -50%) translate(${x}px, ${y}px)`;
}

/** Rows of the timetable open their stop's popup; legs light up while pointed at. */
function linkTimetable(map, stops) {
  const show = (row) => {
    const marker = stops[row.dataset.stop];
    if (!marker) return;
    map.panTo(marker.getLatLng());
    marker.openPopup();
    map.getContainer().scrollIntoView({ block: "nearest" });
  };
  for (const row of document.querySelectorAll("[data-stop]")) {
    row.addEventListener("click", () => show(row));
  }
  for (const row of document.querySelectorAll("[data-leg]")) {
    const light = (on) => () => {
      for (const path of document.querySelectorAll(`.tp-path-${CSS.escape(row.dataset.leg)}`)) path.classList.toggle("tp-lit", on);
    };
    row.addEventListener("mouseenter", light(true));
    row.addEventListener("mouseleave", light(false));
    row.addEventListener("focus", light(true));
    row.addEventListener("blur", light(false));
  }
}
