# Tickets: the field on the form, the page that issues them, the printed sheet.

ticket-label = Ticket code
ticket-hint = The 17 characters on the slip you were given, for example 7K3M-9QXT-2B4D-HW8RC. Capitals or small letters, with or without hyphens. The code only makes sure that each visit answers once; it is not stored with your answers.
ticket-ready = The code is complete.
form-ticket-refused = This ticket code cannot be used here: it is wrong, was used already, or belongs to another place. If you have sent a response with this code before, that one was recorded and need not be sent again. Otherwise please compare the code or ask the staff for another one; your answers are still on this page.

heading-ticket-refused = The ticket code cannot be used
problem-ticket-refused = The ticket code cannot be used here: it is wrong, was used already, or belongs to another place. If a response was sent with this code before, that one was recorded.

violation-ticket-missing = Please enter the ticket code on the slip you were given.
violation-ticket-sign = A ticket code has only digits and letters without accents. If your keyboard writes Vietnamese (Telex, VNI), switch that off and type the code again.
violation-ticket-length = A ticket code has 17 characters. Please see whether one is missing or one too many.
violation-ticket-mistyped = A character is wrong, or two have changed places. Please compare with the code on the slip.

refused-ticket-refused = the ticket code is wrong or was used
