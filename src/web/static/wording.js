// Switches between the full and the plain wording of the questions without leaving the page.

export function begin({ form, kiosk, word }) {
  const link = document.getElementById("wording");
  const button = document.createElement("button");
  const shelf = "hailong wording";
  Object.assign(button, { type: "button", className: "tool", id: link.id, textContent: word("wording") });

  function set(plain) {
    button.setAttribute("aria-pressed", plain);
    form.classList.toggle("plain", plain);
    for (const easy of form.querySelectorAll(".easy")) {
      easy.hidden = !plain;
      easy.previousElementSibling.hidden = plain;
    }
  }

  // Kept across reloads and languages until the form is sent, but not on a device that many people use.
  function store(work) {
    try {
      return kiosk ? null : work(sessionStorage);
    } catch {
      return null;
    }
  }

  button.addEventListener("click", () => {
    const plain = !form.classList.contains("plain");
    set(plain);
    document.dispatchEvent(new CustomEvent("hailong:step"));
    store((shelves) => shelves.setItem(shelf, plain ? "plain" : "full"));
  });
  document.addEventListener("hailong:done", () => store((shelves) => shelves.removeItem(shelf)));
  const wished = store((shelves) => shelves.getItem(shelf));
  set(wished ? wished === "plain" : form.classList.contains("plain"));
  link.replaceWith(button);
}
