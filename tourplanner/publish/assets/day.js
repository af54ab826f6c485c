/* The hours of a tour: a slider, a mark where the party is, the row and the leg of the moment lit. */
"use strict";

const PACE = 900; /* seconds of the tour in one second of play */
const STEP_S = 300;

/** `days` are [heading, phases], a phase is [begin, end, leg, stop, words, lat, lon] in seconds since midnight. */
function tourplannerDay(map, days) {
  const [play, pause, hours] = map.tpWords.slice(-3);
  const phases = dayPhases(days);
  if (!phases.length) return;
  const legs = {};
  map.eachLayer((layer) => layer.options.leg && (legs[layer.options.leg] = alongLine(map, layer)));
  const last = phases[phases.length - 1].end;
  const bar = element("div", "tp-day");
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", hours);
  const button = toolButton(play, "");
  const slider = element("input");
  const first = Math.floor(phases[0].begin / STEP_S) * STEP_S;
  Object.assign(slider, { type: "range", min: first, max: Math.ceil(last / STEP_S) * STEP_S, step: STEP_S, value: first });
  slider.setAttribute("aria-label", hours);
  const time = element("output", "tp-time");
  const words = element("p", "tp-doing");
  words.setAttribute("aria-live", "polite");
  bar.append(button, slider, time, words);
  addControl(map, "bottomleft", bar);
  const party = L.marker([phases[0].lat, phases[0].lon], {
    icon: L.divIcon({ html: '<i class="tp-party"></i>', iconSize: [0, 0], className: "tp-icon" }),
    interactive: false, keyboard: false, zIndexOffset: 4000,
  });
  let now = null;
  const show = (second, moved) => {
    const phase = phases.find(({ end }) => second < end) || phases[phases.length - 1];
    const clock = clockOf(second);
    const told = phase.heading ? `${phase.heading}, ${clock}` : clock;
    time.textContent = told;
    slider.setAttribute("aria-valuetext", `${told} · ${phase.words}`);
    if (!moved) return;
    if (phase !== now) {
      words.textContent = phase.words;
      lightPhase(map, now, false);
      lightPhase(map, phase, true);
      now = phase;
    }
    party.setLatLng(placeAt(phase, legs[phase.leg], second));
    stopIcon(map, phase) ? party.remove() : party.addTo(map);
    map.panInside(party.getLatLng(), { padding: [50, 110], animate: false });
  };
  player(button, [play, pause], slider, phases, show);
  words.textContent = play;
  show(phases[0].begin, false);
}

/** All days one after the other; the hours of each later day count on from the midnights before it. */
function dayPhases(days) {
  return days.flatMap(([heading, rows], index) =>
    rows.map(([begin, end, leg, stop, words, lat, lon]) =>
      ({ heading, begin: begin + index * 86400, end: end + index * 86400, leg, stop, words, lat, lon })));
}

function clockOf(second) {
  const minutes = Math.floor(second / 60);
  return [Math.floor(minutes / 60) % 24, minutes % 60].map((part) => String(part).padStart(2, "0")).join(":");
}

/** The points of a leg the way it is travelled, each with the share of its length behind it. */
function alongLine(map, line) {
  const points = line.options.flow < 0 ? [...line.getLatLngs()].reverse() : line.getLatLngs();
  let metres = 0;
  const behind = points.map((point, index) => (metres += index ? map.distance(points[index - 1], point) : 0));
  return { points, behind: behind.map((each) => each / (metres || 1)) };
}

function placeAt(phase, line, second) {
  if (!line) return [phase.lat, phase.lon];
  const share = Math.min(Math.max((second - phase.begin) / (phase.end - phase.begin), 0), 1);
  const next = Math.max(line.behind.findIndex((each) => each >= share), 1);
  const [a, b] = [line.points[next - 1], line.points[next]];
  const part = (share - line.behind[next - 1]) / (line.behind[next] - line.behind[next - 1] || 1);
  return [a.lat + part * (b.lat - a.lat), a.lng + part * (b.lng - a.lng)];
}

/** The mark of the stop where the party is, if it is to be seen. */
function stopIcon(map, phase) {
  const marker = map.tpPins.stops[phase.stop];
  return marker && !marker.tpHidden ? marker.getElement() : null;
}

function lightPhase(map, phase, on) {
  if (!phase) return;
  const [name, value] = phase.leg ? ["leg", phase.leg] : ["stop", phase.stop];
  for (const row of document.querySelectorAll(`[data-${name}="${CSS.escape(value)}"]`)) row.classList.toggle("tp-now", on);
  if (phase.stop) stopIcon(map, phase)?.classList.toggle("tp-here", on);
  else for (const path of document.querySelectorAll(`.tp-path-${CSS.escape(value)}`)) path.classList.toggle("tp-lit", on);
}

/** Play moves the slider; where less motion is asked for it goes from one thing to the next. */
function player(button, [play, pause], slider, phases, show) {
  const last = phases[phases.length - 1].end;
  let second = phases[0].begin, running = 0;
  const set = (to) => {
    second = to;
    slider.value = to;
    show(to, true);
  };
  const stop = () => {
    running = 0;
    drawButton(button, play, "M4 2l10 6-10 6z");
  };
  const smooth = (mark, before) => {
    const frame = (moment) => {
      if (running !== mark) return;
      set(skipNight(phases, Math.min(second + ((moment - before) / 1000) * PACE, last)));
      before = moment;
      second >= last ? stop() : requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  };
  const stepwise = (mark) => {
    if (running !== mark) return;
    const next = phases.find(({ begin }) => begin > second);
    set(next ? next.begin : last);
    next ? setTimeout(() => stepwise(mark), 2500) : stop();
  };
  button.addEventListener("click", () => {
    if (running) return stop();
    running = Math.random();
    drawButton(button, pause, "M3 2h4v12H3zM9 2h4v12H9z");
    if (second >= last) set(phases[0].begin);
    matchMedia("(prefers-reduced-motion: reduce)").matches ? stepwise(running) : smooth(running, performance.now());
  });
  slider.addEventListener("input", () => {
    stop();
    second = Number(slider.value);
    show(second, true);
  });
  stop();
}

function skipNight(phases, second) {
  const phase = phases.find(({ end }) => second < end);
  return phase ? Math.max(second, phase.begin) : second;
}

function drawButton(button, text, path) {
  button.title = text;
  button.setAttribute("aria-label", text);
  button.querySelector("path").setAttribute("d", path);
}
