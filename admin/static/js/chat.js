// Conveniences only: every page works without this. After an answer the line is empty again and ready to be written on.
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "log") return;
  const sent = event.detail.requestConfig && event.detail.requestConfig.verb === "post";
  if (sent) {
    for (const field of document.querySelectorAll("#text, #photo")) field.value = "";
    document.getElementById("text").focus({ preventScroll: true });
  }
  document.getElementById("end").scrollIntoView({ block: "nearest" });
});
