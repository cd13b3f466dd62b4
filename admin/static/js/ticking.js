// Ticking all rows of a page without asking for the page again, and saying how many are ticked.
(() => {
  const form = document.querySelector(".bulk-form");
  if (!form) return;
  const boxes = [...form.querySelectorAll("input[name=row]")], said = form.querySelector("[data-ticked]");
  const before = said.textContent;
  function tell() {
    const count = boxes.filter((box) => box.checked).length;
    said.textContent = count ? said.dataset.ticked.replace("{n}", count) : before;
    for (const box of boxes) box.closest("tr").toggleAttribute("data-ticked-row", box.checked);
  }
  form.querySelector("[data-tick-all]").addEventListener("click", (event) => {
    event.preventDefault();
    const all = boxes.every((box) => box.checked);
    for (const box of boxes) box.checked = !all;
    tell();
  });
  form.addEventListener("change", tell);
  tell();
})();
