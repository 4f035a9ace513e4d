$TTL 300
@ SOA ns1 hostmaster 1 7200 900 1209600 300
$INCLUDE zones/mail
