// While one types: what others told before. The page does without it; the button below the words does the same.
const words = document.querySelector("#text"), place = document.querySelector("#place"), box = document.querySelector("#same");
let waiting, asked = 0;
async function look() {
  const mine = ++asked, body = new URLSearchParams({ text: words.value, place: place.value });
  const answer = await fetch("/same", { method: "POST", body, headers: { "HX-Request": "true" } }).catch(() => null);
  if (answer?.ok && mine === asked) box.innerHTML = await answer.text();
}
function later() {
  clearTimeout(waiting);
  if (words.value.trim().length >= 6) waiting = setTimeout(look, 900);
}
words.addEventListener("input", later);
place.addEventListener("change", later);
