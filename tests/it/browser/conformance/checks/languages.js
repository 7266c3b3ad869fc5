// 3.1.2: what is in another language says so. Names of places and people are names in every language.
const [names] = arguments;
const VIETNAMESE = /[ăâđêôơưĂÂĐÊÔƠƯạảấầẩẫậắằẳẵặẹẻẽếềểễệỉĩịọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈĨỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦŨỨỪỬỮỰỲỴỶỸ]/;
const ENGLISH = /(?<![\p{L}-])(the|of|and|for|with|your|you|is|are|was|this|that|not|from)(?![\p{L}-])/iu;
const spoken = [...texts().map(({ node, parent }) => [node.data, parent]), ...all("[aria-label]").filter(isSeen).map((element) => [element.getAttribute("aria-label"), element])];
for (const [text, element] of spoken) {
  looked += 1;
  const tongue = element.closest("[lang]").lang.split("-")[0];
  const rest = names.reduce((rest, name) => rest.replaceAll(name, ""), text);
  if (tongue === "en" && VIETNAMESE.test(rest)) complain(element, `is Vietnamese and says it is English: “${text.trim()}”`);
  if (tongue === "vi" && ENGLISH.test(rest)) complain(element, `is English and says it is Vietnamese: “${text.trim()}”`);
}
for (const link of all("a[hreflang]").filter(isSeen)) {
  if (link.lang !== link.hreflang) complain(link, "the name of a language says not that it is in this language");
}
