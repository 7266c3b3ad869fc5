// Looks again at what is going on, and shows the page of its end. Without this script a link does the same.

const PAUSE = 1500;

async function look() {
  const busy = document.querySelector("[data-busy]");
  if (!busy) return;
  try {
    const answer = await fetch(location.href, { headers: { accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.querySelector("[data-busy]")) {
      location.reload();
      return;
    }
    const [now, then] = [page, document].map((one) => one.querySelector("progress"));
    then.value = now.value;
    document.getElementById("said").textContent = page.getElementById("said").textContent;
  } catch {
    // The network fails: the next try tells.
  }
  setTimeout(look, PAUSE);
}

setTimeout(look, PAUSE);
