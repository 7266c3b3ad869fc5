DROP TABLE ticket_unspent;
