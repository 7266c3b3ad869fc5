### Ways to the form: short link, button on a portal, posters.

## Short link

place-none-title = No survey is open here at the moment
place-none-text = No form is open for { $unit } now. This link stays good: open it again when there is a new survey, and you can answer right away.
place-several-title = Which form would you like to answer?
heading-unknown-place = There is no such place
advice-unknown-place = Please check the code at the end of the link, scan the QR code again or ask the staff at the counter.
problem-unknown-place = No place has this code.

## Button on a portal

button-window = Feedback button – { $unit }
button-title = Feedback button for your portal
button-lead = Put this button on your office’s site: whoever presses it comes to the form of { $unit }, whichever survey is open.
button-plain = The button is a link and a picture: no script, nobody is tracked.
button-code = HTML of the button
button-help = Click into the box, select all and copy it into your site.
button-image-main = Rate our service
button-image-small = Anonymous, no sign-in
button-image-alt = Rate the service at { $unit }, anonymously

## Posters and table cards

poster-document = QR poster – { $place }
poster-places = { $count } places
poster-title = How were you served?
poster-code = QR code of the link { $link }
poster-scan = Scan the QR code or type the address above
poster-answer = Answer a few short questions
poster-send = Press “Send”
poster-promise = Anonymous: no name, telephone number or file number is asked; nobody can tell how you answered.
