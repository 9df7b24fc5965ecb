// Smuggling routes as a layer of the map of incidents: legs and seizures that the reader may see, brought when somebody asks for them.
(() => {
  "use strict";
  const box = document.querySelector("[data-map]"), wish = document.querySelector("[data-routes]");
  if (!box || !wish) return;
  box.addEventListener("map:ready", ({ detail: { map, text } }) => {
    map.createPane("routes").style.zIndex = 440;
    const renderer = L.svg({ pane: "routes" }), layer = L.layerGroup();
    let brought = false;
    const look = (className) => ({ className, pane: "routes", renderer });
    function told({ name, href, goods_name, from, to, date, goods, quantity, marks }) {
      const made = document.createElement("div"), link = document.createElement("a");
      link.href = href;
      link.append(text(name, "bdi"));
      const what = from ? `${from} → ${to}` : [date, goods, quantity].filter(Boolean).join(" · ");
      made.append(link, text(goods_name, "p"), text(what, "p"), text(marks.join(" "), "p"));
      return made;
    }
    function lay({ geometry: { type, coordinates }, properties }) {
      const at = ([x, y]) => [y, x];
      if (type === "LineString") {
        L.polyline(coordinates.map(at), { ...look(properties.confidence === "high" ? "m-track" : "m-weak-track"), fill: false }).bindPopup(() => told(properties)).addTo(layer);
        if (properties.metres > 5000) for (const end of coordinates) L.circle(at(end), { ...look("m-wide"), radius: properties.metres, interactive: false }).addTo(layer);
      } else L.circleMarker(at(coordinates), { ...look("m-seizure"), radius: 6 }).bindPopup(() => told(properties)).addTo(layer);
    }
    async function bring() {
      if (brought) return;
      brought = true;
      const answer = await fetch(wish.dataset.routes, { credentials: "same-origin" }).catch(() => null);
      if (!answer?.ok) { brought = false; wish.checked = false; return; }
      for (const one of (await answer.json()).features) lay(one);
    }
    async function follow() {
      if (wish.checked) { await bring(); layer.addTo(map); } else layer.remove();
    }
    wish.closest("[hidden]").hidden = false;
    wish.addEventListener("change", follow);
    if (wish.checked) follow();
  });
})();
