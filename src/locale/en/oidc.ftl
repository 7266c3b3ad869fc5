### Sign-in at a provider of OpenID Connect.

staff-oidc-sign-in = Sign in with { $provider }
staff-oidc-title = Sign-in with { $provider }
staff-oidc-text = Link your account once; from then on you can sign in there instead of with your password here.
staff-oidc-link = Link my account
staff-oidc-not = Do not link
staff-oidc-confirm = { $provider } says that you are:
staff-oidc-linked = Your account is linked to { $name }.
staff-oidc-unlink = Remove the link
staff-done-noi-oidc = The account is linked. From now on you can sign in there.
staff-done-bo-oidc = The link is removed.
staff-action-identity-linked = Linked another way to sign in
staff-action-identity-unlinked = Removed another way to sign in
title-oidc-down = The other service does not answer
problem-oidc-down = The service at which you wanted to sign in does not answer as it should. Try again in a minute, or sign in with your password here.
title-oidc-again = Please begin once more
problem-oidc-again = Signing in took too long, was used already, or began in another browser. Begin once more at the sign-in page.
title-oidc-denied = Not signed in
problem-oidc-denied = The other service did not sign you in, or you did not let it.
title-oidc-not-believed = Not signed in
problem-oidc-not-believed = What the other service said about you could not be verified. Begin once more; if it happens again, tell your administrator.
title-oidc-unknown-account = No account is linked
problem-oidc-unknown-account = No account here is linked to you. Sign in with your password and link it under “My account”; if you have no account, ask your administrator.
title-oidc-taken = Linked to another account
problem-oidc-taken = Another account is linked to this identity already. Remove that link first.
