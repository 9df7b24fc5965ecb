// Diagrams of links: subjects are dragged to where they shall stand, and walked over with the keyboard. What is moved becomes a step in
// the address, like all that the links of the page do without this script.
(() => {
  "use strict";
  const box = document.querySelector("[data-diagram='explore']");
  if (!box) return;
  const svg = box.querySelector("svg");
  const nodes = [...svg.querySelectorAll("[data-node]")];
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const RIM = 18;
  const STRIDE = 12;
  const SLACK = 4;
  for (const one of document.querySelectorAll("[data-with-script]")) one.hidden = false;

  const placeOf = (node) => [Number(node.dataset.x), Number(node.dataset.y)];

  function put(node, x, y) {
    const { width, height } = svg.viewBox.baseVal;
    node.dataset.x = Math.round(Math.min(Math.max(x, 0), width));
    node.dataset.y = Math.round(Math.min(Math.max(y, 0), height));
    node.setAttribute("transform", `translate(${node.dataset.x} ${node.dataset.y})`);
    node.classList.add("node-pinned");
    for (const line of svg.querySelectorAll("line[data-from]")) {
      if (line.dataset.from === node.dataset.node || line.dataset.to === node.dataset.node) draw(line);
    }
  }

  // A line ends at the rim of its target, so that its arrow is seen.
  function draw(line) {
    const [from, to] = [line.dataset.from, line.dataset.to].map((id) => nodes.find((one) => one.dataset.node === id));
    if (!from || !to) return;
    const [[x1, y1], [x2, y2]] = [placeOf(from), placeOf(to)];
    const length = Math.hypot(x2 - x1, y2 - y1) || 1;
    const short = Math.max(length - RIM, 0) / length;
    const ends = { x1, y1, x2: x1 + (x2 - x1) * short, y2: y1 + (y2 - y1) * short };
    for (const [name, value] of Object.entries(ends)) line.setAttribute(name, Math.round(value));
  }

  // The step goes into the address, into every link that leads on from here (before what that link does itself), and into the forms.
  function keep(node) {
    const before = location.search;
    const steps = new URLSearchParams(before).getAll("step");
    const step = `pin:${node.dataset.node}:${node.dataset.x}:${node.dataset.y}`;
    const same = (one) => one.startsWith(`pin:${node.dataset.node}:`);
    for (const link of document.querySelectorAll("main a[href^='?']")) {
      link.setAttribute("href", withStep(link.getAttribute("href"), step, same, steps.length));
    }
    for (const form of document.querySelectorAll("form[data-state]")) {
      for (const field of form.querySelectorAll("input[name=step]")) if (same(field.value)) field.remove();
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name: "step", value: step });
      form.append(field);
    }
    history.replaceState(null, "", withStep(before, step, same, Infinity));
    const undo = document.querySelector("[data-undo]");
    if (undo) { undo.setAttribute("href", before); undo.hidden = false; }
  }

  function withStep(search, step, same, count) {
    const values = new URLSearchParams(search);
    const steps = values.getAll("step");
    const own = steps.length > count ? steps.splice(count) : [];
    values.delete("step");
    for (const one of [...steps.filter((each) => !same(each)), step, ...own]) values.append("step", one);
    return `?${values}`;
  }

  function onSheet(event) {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    return [point.x, point.y];
  }

  let held = null;
  svg.addEventListener("dragstart", (event) => event.preventDefault());
  svg.addEventListener("pointerdown", (event) => {
    const node = event.button === 0 && event.target.closest("[data-node]");
    if (!node) return;
    const [x, y] = onSheet(event);
    const [left, top] = placeOf(node);
    held = { node, from: [x, y], off: [left - x, top - y], moved: false };
  });
  addEventListener("pointermove", (event) => {
    if (!held) return;
    const [x, y] = onSheet(event);
    held.moved ||= Math.hypot(x - held.from[0], y - held.from[1]) > SLACK;
    if (held.moved) put(held.node, x + held.off[0], y + held.off[1]);
  });
  addEventListener("pointerup", () => {
    if (held?.moved) keep(held.node);
    setTimeout(() => { held = null; });
  });
  addEventListener("pointercancel", () => { held = null; });
  svg.addEventListener("click", (event) => { if (held?.moved) event.preventDefault(); }, true);

  // The nearest one that lies that way, what is aside counting double.
  function next(node, [dx, dy]) {
    const [x, y] = placeOf(node);
    let [best, least] = [null, Infinity];
    for (const one of nodes) {
      const [along, aside] = [(one.dataset.x - x) * dx + (one.dataset.y - y) * dy, Math.abs((one.dataset.x - x) * dy) + Math.abs((one.dataset.y - y) * dx)];
      const far = along + 2 * aside;
      if (one !== node && along > 0 && far < least) [best, least] = [one, far];
    }
    return best;
  }

  let stirred = null;
  svg.addEventListener("keydown", (event) => {
    const node = event.target.closest("[data-node]");
    if (!node || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Delete") {
      const leaving = document.querySelector(`[data-leaving="${node.dataset.node}"]`);
      if (leaving) location.assign(leaving.href);
      return;
    }
    const way = ARROWS[event.key];
    if (!way) return;
    event.preventDefault();
    if (!event.shiftKey) { next(node, way)?.focus(); return; }
    const [x, y] = placeOf(node);
    put(node, x + way[0] * STRIDE, y + way[1] * STRIDE);
    stirred = node;
  });
  svg.addEventListener("keyup", (event) => {
    if (event.key !== "Shift" || !stirred) return;
    keep(stirred);
    stirred = null;
  });
})();
