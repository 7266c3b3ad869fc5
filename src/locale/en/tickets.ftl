# Tickets: the field on the form, the page that issues them, the printed sheet.

ticket-label = Ticket code
ticket-hint = The 17 characters on the slip you were given, for example 7K3M-9QXT-2B4D-HW8RC. Capitals or small letters, with or without hyphens. The code only makes sure that each visit answers once; it is not stored with your answers.
ticket-hint-kiosk = Touch the 17 characters printed on the paper you were given, one after the other. The code is not stored with your answers.
ticket-ready = The code is complete.
ticket-keypad = Keys for the ticket code
ticket-keypad-erase = Erase
form-ticket-refused = This ticket code cannot be used here: it is wrong, was used already, or belongs to another place. If you have sent a response with this code before, that one was recorded and need not be sent again. Otherwise please compare the code or ask the staff for another one; your answers are still on this page.

heading-ticket-refused = The ticket code cannot be used
problem-ticket-refused = The ticket code cannot be used here: it is wrong, was used already, or belongs to another place. If a response was sent with this code before, that one was recorded.

violation-ticket-missing = Please enter the ticket code on the slip you were given.
violation-ticket-sign = A ticket code has only digits and letters without accents. If your keyboard writes Vietnamese (Telex, VNI), switch that off and type the code again.
violation-ticket-length = A ticket code has 17 characters. Please see whether one is missing or one too many.
violation-ticket-mistyped = A character is wrong, or two have changed places. Please compare with the code on the slip.

refused-ticket-refused = the ticket code is wrong or was used

## The printed sheet

ticket-sheet-document = Tickets – { $place }
ticket-sheet-title = How were you served?
ticket-sheet-how = Scan the QR code, or open the address below and type the code. Each code answers once.
ticket-sheet-promise = Anonymous: nobody knows which code gave which answer.
ticket-sheet-code = QR code of the ticket { $code }

## The page that issues them

staff-place-tickets = Tickets
staff-place-tickets-about = Print tickets, so that each visit answers once
staff-tickets-text = Tickets make sure that each visit answers once. Print them, cut them, shuffle them in a box and let people draw: then nobody knows who holds which.
staff-tickets-once = There is this PDF only once: the codes are kept nowhere. The log says how many there were.
staff-tickets-none = No survey at your units uses tickets now.
staff-tickets-make = Make the PDF
staff-field-count = How many
staff-tickets-count-hint = 1 to 5000; ten on a sheet of A4.
staff-tickets-unit-hint = Code of the unit where people are served, for example 02020-1.
staff-refused-ticket-count = Between 1 and 5000 tickets.
staff-refused-ticket-wave = This survey uses no tickets, is closed, or is not at your units.
staff-refused-ticket-unit = This unit takes no part in the survey, or you may not issue tickets there.
staff-refused-ticket-name = The name of the unit has signs that cannot be printed.
violation-ticket-count = Between 1 and 5000 tickets.
problem-no-tickets = This survey uses no tickets.

## Blind tickets

ticket-blind = In this survey your browser trades the code in for another one, which nobody can recognise as yours, not even whoever issued the ticket.
ticket-blind-script = That needs JavaScript, which is switched off in this browser. Please switch it on, use another phone, or ask the staff for the survey device at the desk. A form sent from this page will not be accepted.
violation-token-needed = This survey does not take the ticket code itself: your browser must trade it in first, so that nobody can link it to your answers. Please switch JavaScript on and send again, or use another phone or the device at the desk. Your ticket has not been used.
violation-token-unproven = The service could not prove that your code was treated like everybody else's. To keep you anonymous nothing was sent. Please tell the staff.
violation-blinded-malformed = This must be a point of ristretto255 other than the neutral one: 32 bytes in base64url without padding.
problem-not-blind = This survey has no blind tickets.

## A clerk opens forms at the kiosk

start-locked = Please ask the staff to open the form. Once they have, it appears here.
heading-kiosk-only = This survey is answered on the device at the desk
problem-kiosk-only = This survey is answered on the device at the desk, after a clerk has opened the form.
advice-kiosk-only = When you come to the office, please ask the staff to open the form on the device there.
heading-permit-refused = This form was not opened, or too long ago
problem-permit-refused = No clerk has opened this form, it was sent already, or it is more than ten minutes old. Please ask the staff to open it again.
refused-permit-refused = no clerk had opened the form, or more than ten minutes before
problem-unlock-no-number = Nobody has said yet how many dossiers this unit has closed today. Please enter that number first.
problem-unlock-used-up = As many forms were opened today as dossiers were closed. Please update the number of dossiers.
problem-unlock-too-soon = Forms are opened at least 40 seconds apart. Please wait { $seconds } seconds.
problem-unlock-from-program = The number of dossiers of today comes from the one-stop software and cannot be typed in.
problem-closed-count = The number of dossiers is a whole number from 0 to 100,000.
violation-closed-count = The number of dossiers is a whole number from 0 to 100,000.
staff-place-unlock = Open a kiosk
staff-place-unlock-about = Open one form on the device for whoever was just served
staff-unlock-text = Each press opens exactly one form on the device at the desk for whoever was just served: at least 40 seconds apart, and no more in a day than dossiers were closed. When a form was opened is written down nowhere.
staff-unlock-desk = Unit:
staff-unlock-open = Open one form
staff-unlock-close = Update the number
staff-unlock-choose = Choose this unit
staff-unlock-unit-hint = Code of the unit at which the device stands, for example 02020-1.
staff-unlock-closed-hint = All dossiers the unit has closed since this morning. The number is kept in memory until the end of the day.
staff-field-closed = Dossiers closed today
staff-done-mo-may = One form is open. It can be answered on the device within ten minutes.
staff-done-so-may = The number of dossiers is updated.
