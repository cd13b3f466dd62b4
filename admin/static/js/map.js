// Draws the districts that a page describes in data-map: number, pattern and a way to the list. The table says the same.
(() => {
  for (const place of document.querySelectorAll("[data-map]")) {
    const areas = JSON.parse(place.dataset.map);
    const map = L.map(place, {
      crs: L.CRS.Simple, attributionControl: false, zoomControl: false, dragging: false, keyboard: false,
      scrollWheelZoom: false, doubleClickZoom: false, touchZoom: false, boxZoom: false, zoomSnap: 0, fadeAnimation: false,
      zoomAnimation: false,
    });
    const layer = L.geoJSON(areas, {
      style: ({ properties }) => ({ className: `area level-${properties.level}`, fillColor: `url(#level-${properties.level})`, fillOpacity: 1, weight: 1.5 }),
      onEachFeature: ({ properties }, area) => {
        const label = document.createElement("span"), number = document.createElement("strong");
        number.textContent = properties.late;
        label.append(properties.name, number);
        area.bindTooltip(label, { permanent: true, direction: "center", className: "area-name" });
        area.on("click", () => location.assign(properties.href));
      },
    }).addTo(map);
    const fit = () => { map.invalidateSize(false); map.fitBounds(layer.getBounds(), { padding: [4, 4], animate: false }); };
    fit();
    addEventListener("resize", fit);
    addEventListener("beforeprint", fit);
  }
})();
