// 1.4.13, 2.1.4, 2.5.7: nothing appears under a pointer that waits, no key on its own does anything outside the
// field that has the focus, and nothing has to be dragged.
looked = 1;
for (const element of all("[title], [accesskey], [draggable=true], [contenteditable]")) complain(element, "hides words, keys or a way of dragging");
