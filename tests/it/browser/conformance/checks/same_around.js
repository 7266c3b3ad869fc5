// 3.2.3, 3.2.4, 3.2.6: what stands around every page is everywhere the same and in the same order.
looked = 1;
const order = all("a.skip, .brand, nav.languages, main, footer.bottom").map((element) => element.className || element.tagName.toLowerCase());
const expected = ["skip", "brand", "languages", "main", "bottom"].filter((part) => part !== "languages" || order.includes(part));
if (order.join() !== expected.join()) wrong.push(`around the page stand ${order.join(", ")}`);
const help = all("footer.bottom a").filter((link) => link.getAttribute("href").startsWith("/tro-nang"));
if (help.length !== 1 && !document.body.matches(".kiosk")) wrong.push(`${help.length} links lead to the page about accessibility`);
