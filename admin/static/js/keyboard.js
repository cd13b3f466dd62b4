// Keys for those who work here all day; every page works without them. Nothing is caught while one types.
(() => {
  const help = document.getElementById("keyboard"), button = document.querySelector("[data-keyboard]");
  if (!help) return;
  const rows = () => [...document.querySelectorAll("table.list tbody tr")].filter((row) => row.querySelector("a[href]"));
  const chosen = () => document.querySelector("tr[data-here]");
  const link = (row) => row.querySelector(".c-title a[href]") || row.querySelector("a[href]");
  const typing = (at) => at.isContentEditable || at.closest("textarea, select, input:not([type=checkbox], [type=radio], [type=submit], [type=button])");
  let going = 0;

  function move(by) {
    const all = rows();
    if (!all.length) return;
    const now = all.indexOf(chosen()), next = Math.max(0, Math.min(all.length - 1, now < 0 ? (by > 0 ? 0 : all.length - 1) : now + by));
    if (now >= 0) delete all[now].dataset.here;
    all[next].dataset.here = "";
    link(all[next]).focus({ preventScroll: true });
    all[next].scrollIntoView({ block: "nearest" });
  }
  function tick() {
    const box = chosen()?.querySelector("input[type=checkbox]");
    if (!box) return false;
    box.checked = !box.checked;
    box.dispatchEvent(new Event("change", { bubbles: true }));
    return true;
  }
  function search() {
    const box = document.querySelector("[role=search] input[type=search], main input[type=search]");
    if (!box) return false;
    box.focus();
    box.select();
    return true;
  }
  function open() {
    const row = chosen();
    if (row) link(row).click();
    return Boolean(row);
  }
  function go(letter) {
    const place = [...help.querySelectorAll("[data-go]")].find((each) => each.dataset.go === letter);
    if (place) location.assign(place.href);
    return Boolean(place);
  }
  function show() {
    if (!help.open) help.showModal();
    return true;
  }
  function press(key) {
    const button = document.querySelector(`[data-press="${key}"]`);
    button?.click();
    return Boolean(button);
  }
  const moves = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };
  const acts = { x: tick, "/": search, o: open, "?": show };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    if (/^F\d+$/.test(event.key)) return !event.repeat && !help.open && press(event.key) && event.preventDefault();
    if (typing(event.target)) {
      if (event.key === "Escape" && event.target.type === "search") event.target.blur();
      return;
    }
    if (help.open) return;
    const after = event.timeStamp - going < 1500 && going > 0;
    going = 0;
    if (after ? go(event.key) : acts[event.key]?.()) return event.preventDefault();
    if (event.key === "g") going = event.timeStamp;
    const arrow = event.key.startsWith("Arrow");
    if (event.key in moves && !(arrow && !chosen())) {
      event.preventDefault();
      move(moves[event.key]);
    }
    if (event.key === "Escape" && chosen()) delete chosen().dataset.here;
  });
  document.addEventListener("focusin", (event) => {
    const row = event.target.closest("table.list tbody tr"), before = chosen();
    if (!row || row === before) return;
    if (before) delete before.dataset.here;
    row.dataset.here = "";
  });
  if (button) {
    button.hidden = false;
    button.addEventListener("click", show);
  }
})();
