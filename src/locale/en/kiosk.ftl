### Kiosks: the start screen, the ways back to it, the page that sets a device up.

## Start screen

start-title = Please tell us how you were served
start-promise = Less than a minute. Anonymous: nobody, not even the staff at this desk, knows which answers are yours.
start-no-device = This device is not set up to be answered at a desk. Staff, please open the set-up page.
start-other-desk = This device is set up for another desk. Staff, please open the set-up page.
start-revoked = This device may no longer be answered at the desk. Staff, please open the set-up page.
start-staff = For staff
start-waiting = Waiting to be sent: { $count }
start-refused = Cannot be sent: { $count }
start-offline = No network now; responses are kept on the device.

## Back to the start

idle-title = Are you still there?
idle-text = If nobody touches the screen, the answers are cleared and the form starts again.
idle-left = { $seconds } seconds left
idle-stay = I am still answering
idle-leave = Clear and finish
return-label = Back to the start screen
return-text = Back to the start screen in { $seconds } seconds.
return-now = Done
return-wait = The device waits for the network. One moment, please.

## Set-up page

kiosk-title = Kiosk at a desk
kiosk-needs-script = A kiosk needs JavaScript. Please switch it on in the browser and open this page again.
kiosk-asking = Checking the token of the device…
kiosk-ready = The device is set up.
kiosk-token-refused = This token is wrong, has expired or was taken away. Please make a new one.
kiosk-token-unreachable = The service cannot be reached. Setting up needs a network; please try again with the same token.
kiosk-unset-title = This device is not set up
kiosk-unset = Run the command below on the server and open the address it prints (or scan its QR code) on this device.
kiosk-token-label = Or paste the address or the token here:
kiosk-token-take = Set up
kiosk-unit = Code of the desk:
kiosk-device = Name of the device:
kiosk-revoked = The token of the device has expired or was taken away. What waits is still sent; to go on asking, set the device up again.
kiosk-no-wave = No survey is open at this desk now. The device finds the next one by itself when it has a network.
kiosk-waves = Survey on this device
kiosk-wave = Survey:
kiosk-auto = Starts by itself in { $seconds } seconds.
kiosk-stay = Stay on this page
kiosk-leave = Take the device off the desk
kiosk-state-title = How the device is
kiosk-waiting = Responses waiting to be sent
kiosk-refused = Responses that cannot be sent
kiosk-refused-text = The service does not take these responses. They stay on the device and are tried again now and then; nobody can read a single one.
kiosk-network = Network
kiosk-network-on = yes
kiosk-network-off = none; responses are kept on the device and sent later
kiosk-offline = Use without a network
kiosk-offline-ready = ready
kiosk-offline-not-yet = not yet; the device needs the network for a few more minutes
kiosk-offline-never = impossible; needs HTTPS
kiosk-lasting = Storage of the browser
kiosk-lasting-yes = kept for good
kiosk-lasting-no = may be cleared by the browser when space runs out
kiosk-version = Version
kiosk-send-now = Send now
kiosk-sending = Sending…
kiosk-sent = Everything is sent.
kiosk-not-sent = Not everything could be sent. The device tries again by itself.
kiosk-closing = Close a survey only when no device has responses waiting: what arrives later is not counted.
kiosk-discard = Delete…
refused-wave-closed = the survey was closed before they arrived
refused-unknown-wave = the service does not know this survey
refused-unknown-unit = the desk does not take part in this survey
refused-violations = they do not fit the questions of the survey
refused-id-used = their id was used for another response
refused-other = the service refuses them for another reason
discard-title = Delete the responses that cannot be sent?
discard-text = { $count } responses will be lost and never counted. If the survey may be opened again or the fault may be mended, do not delete them.
discard-type = To delete them, type the number { $count }:
discard-no = No, keep them
discard-yes = Delete for good
leaving-title = Take the device off the desk?
leaving-no = No, leave it at the desk
leaving-text = The device will not ask anybody until it is set up again. What waits stays on the device and is still sent.
kiosk-pin-title = Pin the browser to the screen
kiosk-pin = So that nobody leaves the form, let the device open the address /kiosk of this site when it starts, and pin the browser. After a power cut the device returns to the start screen by itself.
kiosk-pin-chromium = A computer with Chromium or Chrome
kiosk-pin-chromium-how = Let the computer log in and run this command by itself; switch off notifications, and updates during opening hours.
kiosk-pin-android = An Android tablet
kiosk-pin-android-how = In Settings → Security switch on “App pinning” and ask for the PIN before unpinning. Open this page in Chrome, install it as an app (add it to the home screen), open the app and pin it in the list of recent apps. Keep the screen on while charging.
kiosk-pin-ipad = An iPad
kiosk-pin-ipad-how = In Settings → Accessibility switch on Guided Access and set a passcode. Open this page in Safari, add it to the home screen, open it from there and paste the token to set it up in the app itself: the app has a storage of its own, and Safari clears that of a site that was not opened for seven days. Then press the power or home button three times. Set auto-lock to “Never”.
