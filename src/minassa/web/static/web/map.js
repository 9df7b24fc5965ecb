// The map of incidents. It is drawn from the same counts as the table beside it; without scripts the page shows a drawing by the node.
(() => {
  "use strict";
  const box = document.querySelector("[data-map]");
  if (!box || !window.L) return;
  const words = box.dataset;
  const find = (selector) => document.querySelector(selector);
  box.hidden = false;

  // Degrees come as hundredths (shapes as fiftieths), each point as the step from the one before.
  function ring(steps, parts = 100) {
    const points = [];
    let x = 0, y = 0;
    for (let at = 0; at < steps.length; at += 2) { x += steps[at]; y += steps[at + 1]; points.push([y / parts, x / parts]); }
    return points;
  }

  const map = L.map(box, { zoomControl: false, attributionControl: false, minZoom: 2, maxZoom: 11, zoomSnap: .5, worldCopyJump: false, maxBounds: [[-88, -260], [88, 260]] });
  L.control.zoom({ zoomInTitle: words.nearer, zoomOutTitle: words.farther }).addTo(map);
  for (const [name, level] of [["base", 200], ["counts", 410], ["borders", 415], ["names", 430], ["mark", 450]]) {
    map.createPane(name).style.zIndex = level;
    if (name !== "counts") map.getPane(name).style.pointerEvents = "none";
  }
  const [west, south, east, north] = words.box.split(",").map(Number);
  const counts = L.layerGroup().addTo(map), marked = L.layerGroup().addTo(map), names = L.layerGroup();
  const path = (className, pane) => ({ className, pane, renderer: renderers[pane], fill: true, stroke: true });
  const renderers = { base: L.svg({ pane: "base" }), borders: L.svg({ pane: "borders" }), counts: L.svg({ pane: "counts" }), mark: L.svg({ pane: "mark" }) };

  // Leaflet paints by attributes, which our style sheet overrides by class.
  const text = (value, tag = "span") => { const made = document.createElement(tag); made.textContent = value; made.dir = "auto"; return made; };
  const laid = new Map(), outlines = new Map(), reach = new Map();
  const NEAR = 5; // from here on shapes are drawn finely, with first-level areas
  const outlineOf = (code) => [...laid.keys()].flatMap((part) => outlines.get(`${part}/${code}`) || []);
  function lay(shapes, part) {
    const group = L.layerGroup().addTo(map), areas = part.startsWith("areas");
    laid.set(part, group);
    if (part === "fine" && laid.has("")) { laid.get("").remove(); laid.delete(""); }
    for (const [code, name, disputed, polygons] of shapes) {
      const rings = polygons.map((one) => one.map((each) => ring(each, 50)));
      if (areas) L.polygon(rings, { ...path("m-area", "borders"), interactive: false }).addTo(group);
      else {
        L.polygon(rings, { ...path(disputed ? "m-disputed" : "m-land", "base"), interactive: false }).addTo(group);
        L.polygon(rings, { ...path(disputed ? "m-border-disputed" : "m-border", "borders"), interactive: false }).addTo(group);
        if (code) { outlines.set(`${part}/${code}`, rings); reach.set(`${part}/${code}`, L.latLngBounds(rings.flat(2))); }
      }
      if (named.has(`${areas}/${code}/${name}`)) continue;
      named.add(`${areas}/${code}/${name}`);
      const largest = L.polygon(rings.reduce((most, one) => (one[0].length > most[0].length ? one : most)));
      const bounds = largest.getBounds();
      const label = L.tooltip({ permanent: true, direction: "center", className: areas ? "map-name is-area" : "map-name", pane: "names", interactive: false }).setLatLng(bounds.getCenter()).setContent(text(name));
      label.width = bounds.getEast() - bounds.getWest();
      label.letters = name.length;
      label.from = areas ? 6.5 : 3.5;
      labels.push(label);
    }
  }
  const labels = [], named = new Set();
  function label() {
    const degree = 256 * 2 ** map.getZoom() / 360;
    for (const one of labels) {
      const fits = one.width * degree > one.letters * 7 && map.getZoom() >= one.from;
      if (fits !== names.hasLayer(one)) fits ? names.addLayer(one) : names.removeLayer(one);
    }
  }
  const fetched = new Set();
  async function bring(part) {
    if (fetched.has(part)) return;
    fetched.add(part);
    try {
      const answer = await fetch(`${words.shapes}&part=${part}`, { credentials: "same-origin" });
      if (answer.ok) { lay(await answer.json(), part); label(); counted.countries(); areas(); }
      else fetched.delete(part);
    } catch { fetched.delete(part); }
  }
  let moved = false; // the first view does without the rest of the earth
  function needed() {
    const seen = map.getBounds();
    if (moved && (seen.getWest() < -30 || seen.getEast() > 65 || seen.getNorth() > 46 || seen.getSouth() < -40)) bring("rest");
    moved = true;
    if (map.getZoom() >= NEAR) bring("fine");
    else if (!laid.has("fine")) bring("");
    areas();
  }
  function areas() {
    if (!words.areas || map.getZoom() < NEAR) return;
    const seen = map.getBounds();
    for (const [key, bounds] of reach) if (bounds.intersects(seen)) bring(`areas&country=${key.split("/")[1]}`);
  }

  // Filters stand in the address; the slider changes the period among them.
  const asked = new URLSearchParams(location.search);
  for (const name of ["hex", "form", "before", "box", "z"]) asked.delete(name);
  const chosenHref = (cell) => { const to = new URLSearchParams(asked); to.set("hex", cell); return `${words.page}?${to}`; };

  let turn = 0, stop = null;
  async function ask() {
    const mine = ++turn, seen = map.getBounds(), query = new URLSearchParams(asked);
    stop?.abort();
    stop = new AbortController();
    query.set("box", [seen.getWest(), Math.max(seen.getSouth(), -89), seen.getEast(), Math.min(seen.getNorth(), 89)].map((one) => one.toFixed(2)).join(","));
    query.set("z", map.getZoom());
    try {
      const answer = await fetch(`${words.data}?${query}`, { credentials: "same-origin", signal: stop.signal });
      if (!answer.ok) throw new Error(answer.status);
      const told = await answer.json();
      if (mine === turn) show(told);
    } catch (fault) {
      if (fault.name !== "AbortError") find("#map-said").textContent = words.failed;
    }
  }

  const number = new Intl.NumberFormat(document.documentElement.lang);
  const counted = {
    told: null,
    // Countries of which no more is known are drawn when their shapes are there.
    countries() {
      for (const one of this.told?.rows || []) {
        const rings = one.cell || one.drawn ? [] : outlineOf(one.country);
        if (!rings.length) continue;
        one.drawn = true;
        L.polygon(rings, path("m-wide", "counts")).bindTooltip(() => tip(one, words.country), { sticky: true }).addTo(counts);
      }
    },
  };
  function tip(one, note) {
    const made = document.createElement("div");
    made.append(text(one.where || find("#map-sea").innerHTML), text(` ${number.format(one.count)}`, "strong"));
    if (note) made.append(text(note, "p"));
    return made;
  }
  function show(told) {
    counted.told = told;
    counts.clearLayers();
    counted.countries();
    // Wide ones first, so that they cover nothing.
    for (const one of told.rows.filter((each) => each.ring).sort((a, b) => b.wide - a.wide)) {
      const look = one.wide ? "m-wide" : `m-shade-${one.shade}`;
      L.polygon(ring(one.ring), path(look, "counts")).bindTooltip(() => tip(one, one.wide ? words.wide : ""), { sticky: true }).on("click", () => choose(one.cell)).addTo(counts);
    }
    for (const one of told.places) place(one);
    find("#map-said").textContent = told.said;
    legend(told.shades);
    table(told.rows, told.places);
  }
  function place([id, x, y, near, title, day, kind]) {
    const spot = L.circleMarker([y, x], { ...path(near ? "m-near" : "m-spot", "counts"), radius: 5 });
    spot.on("mouseover popupopen", () => { marked.clearLayers(); if (near) L.circle([y, x], { ...path("m-wide", "mark"), radius: 25000, interactive: false }).addTo(marked); });
    const made = document.createElement("div"), link = document.createElement("a");
    link.href = `${words.incident}${id}/`;
    link.append(text(title, "bdi"));
    made.append(link, text(`${day} · ${kind}`, "p"), text(near ? words.near : words.exact, "p"));
    spot.bindPopup(made).addTo(counts);
    spots.set(id, spot);
  }
  const spots = new Map();

  function legend(shades) {
    const list = find("#map-legend");
    list.replaceChildren(...shades.map(([shade, range]) => {
      const item = document.createElement("li"), swatch = document.createElementNS("http://www.w3.org/2000/svg", "svg"), patch = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      swatch.setAttribute("viewBox", "0 0 20 16"); swatch.setAttribute("aria-hidden", "true");
      patch.setAttribute("class", `m-shade-${shade}`); patch.setAttribute("width", 20); patch.setAttribute("height", 16);
      swatch.append(patch);
      const said = text(range, "bdi"); said.dir = "ltr";
      item.append(swatch, said);
      return item;
    }));
  }

  // The table: places one by one where they are shown so, else hexagons, areas and countries.
  function line(title, href, at, note, count, cell) {
    const row = find("#map-row").content.cloneNode(true), [named, degrees, total] = row.querySelectorAll("bdi"), link = row.querySelector("a"), tail = row.querySelector("p");
    named.textContent = title || find("#map-sea").innerHTML;
    degrees.textContent = at;
    total.textContent = count;
    if (note) tail.textContent = note; else tail.remove();
    if (!href) link.replaceWith(named);
    else link.href = href;
    if (cell) { row.querySelector("tr").dataset.cell = cell; link.addEventListener("click", (event) => { event.preventDefault(); choose(cell); }); }
    return row;
  }
  const MOST = 300;
  function table(rows, places) {
    const lines = [
      ...rows.map((one) => () => line(one.where, one.cell && chosenHref(one.cell), one.at, one.wide ? (one.cell ? words.wide : words.country) : "", number.format(one.count), one.cell)),
      ...places.map(([id, , , near, title, day, kind]) => () => line(title, `${words.incident}${id}/`, day, `${kind} · ${near ? words.near : words.exact}`, "1", "")),
    ];
    const body = find("#map-rows");
    body.replaceChildren(...(lines.length ? lines.slice(0, MOST).map((one) => one()) : [find("#map-none").content.cloneNode(true)]));
    find("#map-more").hidden = true;
    if (lines.length > MOST) more(body, lines);
    mark();
  }
  function more(body, lines) {
    const watch = new IntersectionObserver(([last]) => {
      if (!last.isIntersecting) return;
      watch.disconnect();
      body.append(...lines.slice(MOST).map((one) => one()));
    });
    watch.observe(body.lastElementChild);
  }

  // One hexagon chosen, on the map or in the table: its incidents below, its outline on the map.
  let chosen = null;
  function mark() {
    for (const row of document.querySelectorAll("#map-rows tr")) row.classList.toggle("is-chosen", Boolean(chosen) && row.dataset.cell === chosen);
  }
  function outline(steps, look = "m-chosen") {
    marked.clearLayers();
    return L.polygon(ring(steps), { ...path(look, "mark"), interactive: false }).addTo(marked);
  }
  function choose(cell) {
    chosen = cell;
    mark();
    history.replaceState(null, "", chosenHref(cell) + location.hash);
    window.htmx.ajax("GET", chosenHref(cell), "#chosen");
  }
  function ready() {
    const now = find("[data-chosen]");
    if (now) { chosen = now.dataset.chosen; outline(now.dataset.ring.split(",").map(Number)); }
    for (const one of document.querySelectorAll("#chosen [data-show]")) one.hidden = false;
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-show]");
    if (!button) return;
    map.fitBounds(outline(button.dataset.show.split(",").map(Number)).getBounds().pad(1.5), { maxZoom: 8 });
    box.scrollIntoView({ block: "center" });
    box.focus({ preventScroll: true });
  });
  document.addEventListener("htmx:afterSwap", (event) => { if (event.detail.target.id === "chosen") ready(); });

  // The slider: a window of months that moves over the whole period.
  const slider = find("[data-slider]");
  if (slider) {
    slider.hidden = false;
    const [year, month] = slider.dataset.first.split("-").map(Number), at = slider.querySelector("[data-at]"), span = slider.querySelector("[data-span]"), shown = slider.querySelector("[data-shown]");
    const monthName = new Intl.DateTimeFormat(`${document.documentElement.lang}-u-ca-gregory`, { year: "numeric", month: "long", timeZone: "UTC" });
    const day = (months, date) => new Date(Date.UTC(year, month - 1 + months, date));
    const before = { from: asked.get("from") || "", to: asked.get("to") || "" };
    let wait = 0;
    const period = () => {
      const length = Number(span.value), last = Number(at.value), first = Math.max(last - length + 1, 0);
      at.disabled = !length;
      shown.textContent = length ? (length === 1 ? monthName.format(day(last, 1)) : monthName.formatRange(day(first, 1), day(last, 1))) : "";
      at.setAttribute("aria-valuetext", shown.textContent || span.selectedOptions[0].textContent);
      return length ? { from: day(first, 1).toISOString().slice(0, 10), to: day(last + 1, 0).toISOString().slice(0, 10) } : before;
    };
    const move = () => {
      for (const [name, value] of Object.entries(period())) {
        value ? asked.set(name, value) : asked.delete(name);
        const field = document.getElementById(name);
        if (field) field.value = value;
      }
      history.replaceState(null, "", `${words.page}?${asked}${location.hash}`);
      for (const link of document.querySelectorAll("a[data-keep]")) {
        const to = new URL(link.href), form = to.searchParams.get("form");
        to.search = new URLSearchParams(asked);
        to.searchParams.set("form", form);
        link.href = to;
      }
      clearTimeout(wait);
      wait = setTimeout(ask, 120);
    };
    at.addEventListener("input", move);
    span.addEventListener("change", move);
    period();
  }

  map.on("moveend", () => { needed(); label(); ask(); });
  names.addTo(map);
  map.fitBounds([[south, west], [north, east]]);
  ready();
  box.dispatchEvent(new CustomEvent("map:ready", { detail: { map, text } }));
})();
