// The print view: a button for what the browser's menu has.
const button = document.querySelector("[data-print]");
button.hidden = false;
button.addEventListener("click", () => window.print());
document.querySelector("[data-print-hint]")?.remove();
