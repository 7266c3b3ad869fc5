### The staff's pages: signing in, accounts, rights, audit log.

## On every page

staff-site = Administration
staff-places = Places
staff-footer = What is done on these pages is noted in the audit log. Nothing about respondents is noted anywhere.
staff-sign-out = Sign out
staff-go-on = Go on
staff-wrong-window = Please check –
staff-wrong-title = This was not done. Please check:
staff-message-home = To the staff pages
staff-wait = There were too many wrong tries. Please wait { $wait } and try again. A browser in which you have signed in before does not have to wait because of what others tried.
staff-wait-seconds = { $count } seconds
staff-wait-minutes = { $count } minutes
staff-wait-hours = { $count } hours

## Places

staff-home-title = Staff pages
staff-home-add-factor = A password can leak. Better add a second factor on your phone:
staff-place-accounts = Accounts
staff-place-accounts-about = Add people, give and take roles, disable accounts, make new links.
staff-place-audit = Audit log
staff-place-audit-about = Who did what, and when. It cannot be changed or deleted.
staff-place-tokens = Tokens
staff-place-tokens-about = Let programs fetch figures in your place, for a time and within limits.
staff-place-own = My account
staff-place-own-about = Password, second factor, sessions.

## Signing in

staff-sign-in = Sign in
staff-sign-in-help = Forgotten your password, or no account yet? Ask the administrator of your office for a set-up link.
staff-wrong = Name or password is wrong.
staff-wrong-code = The code is wrong or was used before. Please enter the one your app shows now.
staff-wrong-password = The current password is wrong.
staff-code-title = Code
staff-code-text = Enter the 6 digits that your authenticator app shows.
staff-code-help = No phone at hand? Enter a recovery code. Lost both? Ask the administrator of your office.
staff-code-other = Sign in to another account

## Fields

staff-field-name = Sign-in name
staff-field-password = Password
staff-field-code = Code
staff-field-new = New password
staff-field-again = New password once more
staff-field-old = Current password
staff-field-account-name = Sign-in name
staff-field-full-name = Full name
staff-field-unit = Unit (code or name)
staff-field-token-name = What it is for
staff-field-actor = Who
staff-field-action = What
staff-field-subject = To what
staff-field-from = From
staff-field-until = To

## Setting up an account

staff-set-up = Set up your account
staff-set-up-text = Welcome, { $name }. Choose a password of your own. This link works once.
staff-set-up-send = Set password

## Password

staff-password-title = Change password
staff-password-send = Change password
staff-password-rules = At least 15 characters, such as a sentence you remember; blanks and any letters are welcome. 8 to 14 characters are enough if you add a second factor, which is then needed.
staff-password-short = A password needs at least 8 characters.
staff-password-long = A password has at most 256 characters.
staff-password-common = This is among the passwords that are guessed first. Please choose another one.
staff-password-monotonous = A password needs at least 5 different characters.
staff-password-name = A password cannot be your name or that of the service.
staff-password-differs = The two entries differ.

## Second factor

staff-factor-name = Second factor
staff-factor-title = Add a second factor
staff-factor-must = Your password has fewer than 15 characters, so a second factor is needed before you can use the other pages.
staff-factor-on = On: signing in takes a code from your phone as well.
staff-factor-off = Off. With it, whoever learns your password still cannot sign in without your phone.
staff-factor-needed = Your password has fewer than 15 characters, so this cannot be turned off. Change to a longer password first.
staff-factor-remove = Turn off the second factor
staff-factor-app = Install an authenticator app on your phone, such as FreeOTP, Aegis, Google Authenticator or Microsoft Authenticator.
staff-factor-scan = Open the app and scan this picture.
staff-factor-qr = QR code to scan with an authenticator app; the key in letters stands below
staff-factor-type = Cannot scan? Type this key into the app:
staff-factor-prove = Enter the 6 digits that the app shows.
staff-factor-send = Turn on the second factor
staff-codes-title = Recovery codes
staff-codes-done = The second factor is on, and there are new recovery codes.
staff-codes-text = Each code replaces your phone once. Print or copy them and keep them in a safe place. They are shown only now; older ones are worthless.
staff-codes-kept = I have kept the codes
staff-codes-left = { $count } recovery codes are left.
staff-codes-new = Make new recovery codes

## Sessions

staff-sessions = Sessions
staff-sessions-text = If one is not yours, end it and change your password. A session ends after an hour without use and after 12 hours.
staff-session-begun = Begun
staff-session-seen = Last used
staff-session-this = This one
staff-session-end = End
staff-sessions-end = End all others

## Tokens

staff-tokens = My tokens
staff-token-text = Programs send a token in the header Authorization: Bearer. It can never do more than you, and is worthless when your account is disabled.
staff-token-made = The token is made and good until { $expires }. It is shown only now:
staff-token-new = Make a token
staff-token-name-hint = For instance: quarterly report of the Department of Home Affairs
staff-token-name-taken = You have a token of this name. Please choose another name.
staff-token-unit-hint = Empty: all units you reach. For instance 02020: that commune and its desks.
staff-token-rights = Rights
staff-token-place = Where
staff-token-my-units = All my units
staff-token-life = Good for
staff-token-days = { $days } days
staff-token-expires = Last day
staff-token-no-right = Please choose at least one right, and for how long.
staff-token-send = Make token
staff-token-revoke = Revoke

## Roles and rights

staff-roles = Roles
staff-roles-own = Your roles
staff-role = Role
staff-role-at = { $role } at { $unit } ({ $code })
staff-role-everywhere = { $role } everywhere
staff-role-viewer = Viewer
staff-role-viewer-about = Sees results before they are public.
staff-role-clerk = Clerk
staff-role-clerk-about = Opens kiosks and issues tickets. Sees no results.
staff-role-manager = Manager
staff-role-manager-about = Opens and closes waves, imports, sets tasks, manages kiosks, sees and downloads results.
staff-role-analyst = Analyst
staff-role-analyst-about = Sees and downloads results, makes tokens for programs.
staff-role-auditor = Auditor
staff-role-auditor-about = Reads the audit log and batches, decides about suspicious batches. Sees no results.
staff-role-administrator = Administrator
staff-role-administrator-about = Manages accounts and may do everything else.
staff-right-see_results = see results before they are public
staff-right-download = download results
staff-right-see_batches = see batches
staff-right-unlock_kiosk = unlock kiosks
staff-right-issue_tickets = issue tickets
staff-right-manage_devices = manage kiosks
staff-right-manage_waves = manage waves
staff-right-import = import
staff-right-manage_tasks = manage tasks
staff-right-decide_quarantine = decide about suspicious batches
staff-right-erase_waves = erase closed waves
staff-right-read_audit = read the audit log
staff-right-make_tokens = make tokens
staff-right-manage_accounts = manage accounts

## Accounts

staff-accounts-list = Accounts you may manage
staff-account-title = Account
staff-account-state = State
staff-account-disabled = Disabled
staff-account-waiting = Not set up yet
staff-account-one-factor = Password only
staff-account-two-factors = Password and second factor
staff-account-new = Add an account
staff-account-new-text = You get a link that works once. Hand it to the owner of the account, who chooses the password.
staff-account-name-hint = Lower-case letters, digits and . _ @ -, for instance an official mail address.
staff-unit-hint = The role holds at this unit and everything below it. For instance 19 is a province, 02020 a commune. Empty: everywhere.
staff-account-add = Add account
staff-role-take = Take away
staff-role-give-title = Give another role
staff-role-give-text = The sessions of this person end; the new role holds after signing in again.
staff-role-give = Give role
staff-link-title = Set-up link
staff-link-about = For an owner who has not set the account up yet or has forgotten the password. It works once within 3 days; an earlier link becomes worthless.
staff-link-make = Make a link
staff-link-without-factor = Phone lost: turn off the second factor and make a link
staff-link-text = Hand this link to the owner of the account { $name }. Whoever opens it first sets the password. It is shown only now.
staff-link-back = Back to the account
staff-account-disable = Disable account
staff-account-disable-text = Nobody can sign in any more; sessions end at once and tokens become worthless.
staff-account-enable = Enable account
staff-account-enable-text = The account can be used again with its password and roles.
staff-refused-bad-name = A sign-in name has 2 to 64 characters: lower-case letters, digits and . _ @ -, a letter or digit first.
staff-refused-bad-full-name = A name has 1 to 200 characters.
staff-refused-name-taken = There is an account of this name.
staff-refused-unknown-account-unit = No unit bears this code or name today; where several bear the name, give the code.
staff-refused-no-role = Please choose a role.
staff-done-mat-khau = The password is changed. Other sessions have ended.
staff-done-phien = The session has ended.
staff-done-bo-xac-thuc = The second factor is off.
staff-done-can-xac-thuc = The second factor cannot be turned off while the password has fewer than 15 characters.
staff-done-bo-ma = The token is worthless now.
staff-done-give = The role is given.
staff-done-take = The role is taken away.
staff-done-disable = The account is disabled.
staff-done-enable = The account can be used again.

## Audit log

staff-audit-text = Every row carries the hash of the row before, so nothing can be changed, deleted or slipped in unnoticed (hailong audit verify). Nothing in it is about respondents.
staff-audit-any = Anything
staff-audit-filter = Filter
staff-audit-none = There is no such row.
staff-audit-number = No.
staff-audit-at = When
staff-audit-unit = Unit
staff-audit-details = Details
staff-audit-hash = Hash
staff-audit-older = Older rows
staff-audit-csv = Download CSV
staff-audit-json = Download JSON
staff-action-account-added = Account added
staff-action-account-set-up = Account set up
staff-action-account-disabled = Account disabled
staff-action-account-enabled = Account enabled
staff-action-link-made = Set-up link made
staff-action-role-given = Role given
staff-action-role-taken = Role taken away
staff-action-signed-in = Signed in
staff-action-signed-out = Signed out
staff-action-guesses-slowed = Password guesses slowed down
staff-action-sessions-ended = Sessions ended
staff-action-password-changed = Password changed
staff-action-second-factor-added = Second factor turned on
staff-action-second-factor-removed = Second factor turned off
staff-action-recovery-codes-made = Recovery codes made
staff-action-recovery-code-used = Recovery code used
staff-action-token-made = Token made
staff-action-token-revoked = Token revoked
staff-action-audit-exported = Audit log downloaded
staff-action-tickets-issued = Issued tickets
staff-action-wave-created = Wave created
staff-action-wave-changed = Wave changed
staff-action-wave-opened = Wave opened
staff-action-wave-closed = Wave closed
staff-action-wave-extended = Units added to a wave
staff-action-wave-published = Results of a wave made public
staff-action-wave-hidden = Results of a wave hidden from the public

## Problems

status-429 = Too many tries
heading-right-needed = You do not have this right
problem-right-needed = The right “{ $right }” is needed at this unit.
staff-advice-right-needed = If your work needs it, ask the administrator of your office.
heading-form-expired = The page is too old
problem-form-expired = The form was opened before you signed in and is not accepted.
staff-advice-form-expired = Load the page again and try once more.
heading-link-gone = The link is worthless
problem-link-gone = This link was used, replaced by another one, or is older than 3 days.
staff-advice-link-gone = Ask the administrator of your office for a new one.
problem-unknown-account = There is no such account that you may manage.
problem-name-taken = There is an account of this name.
problem-last-role = An account keeps at least one role; disable the account if it is not used any more.
problem-yourself = Nobody can disable their own account or take away their own roles.
problem-bad-name = A sign-in name has 2 to 64 characters: lower-case letters, digits and . _ @ -, a letter or digit first.
problem-bad-full-name = A full name has 1 to 200 characters.
problem-unknown-account-unit = No unit bears this code or name today; where several bear the name, give the code.
problem-unknown-account-role = The account does not have this role.
title-bad-name = The request breaks a rule
title-bad-full-name = The request breaks a rule
title-unknown-account-unit = The request breaks a rule
title-name-taken = This cannot be done
title-last-role = This cannot be done
title-yourself = This cannot be done

## Details in the audit log

staff-audit-detail-role = role
staff-audit-detail-rights = rights
staff-audit-detail-expires = good until
staff-audit-detail-count = count
staff-audit-detail-units = units
staff-audit-detail-due = due
staff-audit-detail-status = status
staff-audit-detail-wave = wave
staff-audit-detail-node = index
staff-audit-detail-kind = kind
staff-audit-detail-rows = rows
staff-audit-detail-publication = publication
staff-audit-detail-period = period
staff-audit-detail-title = title
staff-audit-detail-closes-on = last day
staff-audit-detail-languages = languages
staff-audit-detail-earlier = compared with
staff-audit-detail-k = smallest batch
staff-audit-detail-why = reason
staff-audit-detail-signs = signs
staff-audit-detail-batch = batch
staff-audit-detail-entries = entries
staff-audit-detail-failures = failures
staff-audit-detail-pooled = pooled
staff-audit-detail-key = key
staff-audit-detail-instrument = form
