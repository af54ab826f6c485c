/* What a reader works the map with: layers in groups, search, full screen, print, the direction that moves. */
"use strict";

/**
 * `words` in the order of WORDS in controls.py. `groups` are [heading, dimension, [[name, colour, layer, key], ...]],
 * `entries` [label, note, other words, pin groups, stop]. `moving` says if the direction moves from the start.
 */
function tourplannerControls(map, label, words, groups, entries, moving) {
  const [zoomIn, zoomOut, close, full, print, layers, direction, all, none, search, hint, nothing] = words;
  map.tpWords = words;
  const box = map.getContainer();
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", label);
  for (const [name, text] of [["in", zoomIn], ["out", zoomOut]]) {
    const button = box.querySelector(`.leaflet-control-zoom-${name}`);
    if (button) button.title = text, button.setAttribute("aria-label", text);
  }
  map.on("popupopen", ({ popup }) => popup.getElement()?.querySelector(".leaflet-popup-close-button")?.setAttribute("aria-label", close));
  map.eachLayer((layer) => {
    const popup = layer.getPopup?.();
    if (popup) Object.assign(popup.options, { autoPanPaddingTopLeft: [52, 100], autoPanPaddingBottomRight: [10, 20] });
  });
  const bar = element("div", "leaflet-bar tp-tools");
  bar.append(fullButton(map, full), printButton(map, print));
  if (map.tpFlows) bar.append(flowButton(map, direction, moving));
  addControl(map, "topleft", bar);
  addControl(map, "topright", searchBox(map, search, hint, nothing, entries));
  addControl(map, "topright", layerBox(map, layers, all, none, groups));
  printWhole(map);
}

function element(tag, className = "", text = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

/** An element as a control that keeps clicks and wheels to itself. */
function addControl(map, position, content) {
  const control = L.control({ position });
  control.onAdd = () => {
    content.classList.add("leaflet-control");
    L.DomEvent.disableClickPropagation(content);
    L.DomEvent.disableScrollPropagation(content);
    return content;
  };
  control.addTo(map);
}

function toolButton(text, path) {
  const button = element("button", "tp-tool");
  button.type = "button";
  button.title = text;
  button.setAttribute("aria-label", text);
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  const shape = document.createElementNS("http://www.w3.org/2000/svg", "path");
  shape.setAttribute("d", path);
  svg.append(shape);
  button.append(svg);
  return button;
}

/** Full screen where the browser has it; elsewhere (iPhones) the map fills the window. */
function fullButton(map, text) {
  const button = toolButton(text, "M1 1h5v2H3v3H1zM10 1h5v5h-2V3h-3zM1 10h2v3h3v2H1zM13 10h2v5h-5v-2h3z");
  const box = map.getContainer();
  const show = (on) => {
    box.classList.toggle("tp-full", on);
    button.setAttribute("aria-pressed", String(on));
    map.invalidateSize();
  };
  show(false);
  button.addEventListener("click", () => {
    if (!document.fullscreenEnabled) show(!box.classList.contains("tp-full"));
    else if (document.fullscreenElement) document.exitFullscreen();
    else box.requestFullscreen().catch(() => show(true));
  });
  document.addEventListener("fullscreenchange", () => show(document.fullscreenElement === box));
  return button;
}

function printButton(map, text) {
  const button = toolButton(text, "M4 1h8v3H4zM2 5h12a1 1 0 0 1 1 1v5h-3V9H4v2H1V6a1 1 0 0 1 1-1zM5 10h6v5H5z");
  button.addEventListener("click", () => window.print());
  return button;
}

/** Whoever asks for less motion gets a map that stands still, until the button says otherwise. */
function flowButton(map, text, moving) {
  const button = toolButton(text, "M1 3h3l4 5-4 5H1l4-5zM8 3h3l4 5-4 5H8l4-5z");
  const show = (on) => {
    map.getContainer().classList.toggle("tp-moving", on);
    button.setAttribute("aria-pressed", String(on));
  };
  show(moving && !matchMedia("(prefers-reduced-motion: reduce)").matches);
  button.addEventListener("click", () => show(button.getAttribute("aria-pressed") !== "true"));
  return button;
}

/** Groups of switches; the markers shown are those that in every dimension have no key or one that is on. */
function layerBox(map, title, all, none, groups) {
  const box = element("details", "tp-layers");
  box.append(element("summary", "", title));
  const off = new Map(groups.map(([, dimension]) => [dimension, new Set()]));
  const settle = () => {
    map.eachLayer((layer) => layer.options.facets && showMarker(layer, off));
    map.fire("tp-changed");
  };
  const inside = element("div", "tp-switches");
  for (const [heading, dimension, rows] of groups) {
    const field = element("fieldset");
    const inputs = rows.map((row) => switchRow(map, row, off.get(dimension), settle));
    field.append(element("legend", "", heading));
    if (rows.length > 3) field.append(...[[all, true], [none, false]].map(([text, on]) => manyButton(text, heading, on, inputs)));
    field.append(...inputs.map((input) => input.parentElement));
    inside.append(field);
  }
  box.append(inside);
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !box.open) return;
    box.open = false;
    box.firstChild.focus();
  });
  map.on("click", () => (box.open = false));
  return box;
}

function switchRow(map, [name, colour, layer, key], off, settle) {
  const row = element("label");
  const input = element("input");
  input.type = "checkbox";
  input.checked = true;
  row.append(input);
  if (colour) row.append(element("i"));
  if (colour) row.lastChild.style.background = colour;
  row.append(element("span", "", name));
  input.addEventListener("change", () => {
    if (layer) input.checked ? map.addLayer(layer) : map.removeLayer(layer);
    if (key >= 0) input.checked ? off.delete(key) : off.add(key);
    settle();
  });
  return input;
}

function manyButton(text, heading, on, inputs) {
  const button = element("button", "tp-many", text);
  button.type = "button";
  button.setAttribute("aria-label", `${heading}: ${text}`);
  button.addEventListener("click", () => {
    for (const input of inputs) {
      if (input.checked !== on) input.click();
    }
  });
  return button;
}

function showMarker(marker, off) {
  const shown = marker.options.facets.every((keys, dimension) => !keys.length || keys.some((key) => !off.get(dimension)?.has(key)));
  marker.tpHidden = !shown;
  const icon = marker.getElement();
  if (icon) icon.style.display = shown ? "" : "none";
  if (!shown) marker.closePopup();
}

/** Letters without their signs, so that "bat trang" finds Bát Tràng and "duong" Đường. */
function plainText(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();
}

/** Entries that hold every word asked for; those whose label begins with it first. */
function foundEntries(entries, asked) {
  const words = plainText(asked).split(/\s+/).filter(Boolean);
  if (!words.length) return [];
  const ranked = entries
    .map((entry) => ({ entry, label: plainText(entry[0]), text: plainText(entry.slice(0, 3).join(" ")) }))
    .filter(({ text }) => words.every((word) => text.includes(word)))
    .map(({ entry, label }) => [label.startsWith(words[0]) ? 0 : label.includes(words[0]) ? 1 : 2, entry]);
  return ranked.sort((a, b) => a[0] - b[0]).map(([, entry]) => entry).slice(0, 12);
}

/** A field with a list below it: arrows choose, Enter goes there, Escape closes. */
function searchBox(map, text, hint, nothing, entries) {
  const box = element("div", "tp-search");
  box.setAttribute("role", "search");
  const field = element("input");
  const list = element("ul");
  list.id = `tp-found-${L.Util.stamp(map)}`;
  list.hidden = true;
  Object.assign(field, { type: "search", placeholder: hint, autocomplete: "off", spellcheck: false });
  const marks = { role: "combobox", "aria-label": text, "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" };
  for (const [name, value] of Object.entries(marks)) field.setAttribute(name, value);
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", text);
  box.append(field, list);
  let found = [], at = -1;
  const choose = (entry) => {
    field.value = entry[0];
    close();
    showEntry(map, entry);
  };
  const close = () => {
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };
  const point = (index) => {
    list.children[at]?.setAttribute("aria-selected", "false");
    at = index;
    list.children[at]?.setAttribute("aria-selected", "true");
    list.children[at]?.scrollIntoView({ block: "nearest" });
    if (at >= 0) field.setAttribute("aria-activedescendant", list.children[at].id);
  };
  const show = () => {
    found = foundEntries(entries, field.value);
    list.replaceChildren(...found.map((entry, index) => foundRow(list.id, entry, index, () => choose(entry))));
    if (!found.length) list.append(foundRow(list.id, [nothing, ""], -1, () => {}));
    at = -1;
    list.hidden = !field.value.trim();
    field.setAttribute("aria-expanded", String(!list.hidden));
  };
  field.addEventListener("input", show);
  field.addEventListener("blur", () => setTimeout(close, 200));
  field.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.length) event.preventDefault(), point((at + step + found.length) % found.length);
    if (event.key === "Enter" && found.length && !list.hidden) choose(found[Math.max(at, 0)]);
    if (event.key === "Escape") close();
  });
  return box;
}

function foundRow(listId, [label, note], index, chosen) {
  const row = element("li");
  row.id = `${listId}-${index}`;
  row.setAttribute("role", "option");
  row.setAttribute("aria-selected", "false");
  if (index < 0) row.setAttribute("aria-disabled", "true");
  row.append(element("span", "", label), element("small", "", note));
  row.addEventListener("mousedown", (event) => event.preventDefault());
  row.addEventListener("click", chosen);
  return row;
}

/** One spot opens its popup; several are brought into view and rung for a while. */
function showEntry(map, [, , , groups, stop]) {
  const { pins, stops } = map.tpPins;
  const shown = groups.map((group) => pins.get(group)).filter(Boolean);
  if (!shown.length) return;
  if (shown.length === 1) {
    map.setView(shown[0].at, Math.max(map.getZoom(), 13), { animate: false });
    (stops[stop] || shown[0].chips.find((chip) => !chip.tpHidden))?.openPopup();
  } else {
    map.fitBounds(shown.map(({ at }) => at), { padding: [70, 70], maxZoom: 13, animate: false });
  }
  const icons = shown.flatMap(({ chips }) => chips.map((chip) => chip.getElement())).filter(Boolean);
  for (const icon of icons) icon.classList.add("tp-found");
  setTimeout(() => icons.forEach((icon) => icon.classList.remove("tp-found")), 4000);
}

/** On paper the map takes its own size and shows every route whole; its base map is drawn as lines. */
function printWhole(map) {
  let seen = null;
  window.addEventListener("beforeprint", () => {
    if (seen) return;
    seen = [map.getCenter(), map.getZoom()];
    document.documentElement.classList.add("tp-printing");
    map.closePopup();
    map.invalidateSize({ animate: false, pan: false });
    map.fitBounds(map.tpReach, { animate: false, paddingTopLeft: [40, 30], paddingBottomRight: [60, 70] });
    map.fire("tp-print", { on: true });
    map.fire("tp-changed");
  });
  window.addEventListener("afterprint", () => {
    if (!seen) return;
    document.documentElement.classList.remove("tp-printing");
    map.fire("tp-print", { on: false });
    map.invalidateSize({ animate: false, pan: false });
    map.setView(...seen, { animate: false });
    seen = null;
  });
}
