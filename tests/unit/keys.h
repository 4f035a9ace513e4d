/*
 * keys.h - keys for the tests, made with "openssl genpkey" for them alone: no
 * mail was ever signed with one.  In base64, as p= has them.
 */
#ifndef KEYS_H
#define KEYS_H

#define RSA_512                                                            \
	"MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAMoHvKbGudso7Qb7+exK7kU78OISuhnX" \
	"nrt73HduAkXZBm7hwOH4fK6FT90sRMhotWjeVXcxiPqfVCTfreClhEkCAwEAAQ=="

#define RSA_1024                                                           \
	"MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDPQLcv2ZZAgIcJhbd0YEvZhY7J" \
	"hnfLYsHcRP+d+gw36qkqHHnKWemgJZ6Aq2p1te9vZ58SgBbpCtU7J2PxAjjCfTYU" \
	"NwDqVbs1lbmRvD5r0rv4EjjHmQuczM3YpEdGHPX3QXcxPAnwn1Bblx83aV9PCOiY" \
	"np1HS6OlNQyBYEnNawIDAQAB"

#define RSA_1024_PKCS1                                                     \
	"MIGJAoGBAM9Aty/ZlkCAhwmFt3RgS9mFjsmGd8tiwdxE/536DDfqqSocecpZ6aAl" \
	"noCranW1729nnxKAFukK1TsnY/ECOMJ9NhQ3AOpVuzWVuZG8PmvSu/gSOMeZC5zM" \
	"zdikR0Yc9fdBdzE8CfCfUFuXHzdpX08I6JienUdLo6U1DIFgSc1rAgMBAAE="

#define RSA_1024_PRIVATE                                                   \
	"MIICXAIBAAKBgQDPQLcv2ZZAgIcJhbd0YEvZhY7JhnfLYsHcRP+d+gw36qkqHHnK" \
	"WemgJZ6Aq2p1te9vZ58SgBbpCtU7J2PxAjjCfTYUNwDqVbs1lbmRvD5r0rv4EjjH" \
	"mQuczM3YpEdGHPX3QXcxPAnwn1Bblx83aV9PCOiYnp1HS6OlNQyBYEnNawIDAQAB" \
	"AoGAZ8BV9DZQ6WluMG4oMLIkRnh9ypTuU3rU4ZgI/uS2SSfIF7S5o3rvYaRzfKZT" \
	"XSn++x48m95TmcY6iKpndbdPAebOj5Gf0Gkxgw5U0DMHBKjMo4pLBL+ETxRZ48GX" \
	"L7aS+YG2sVwv0ViiuOZc0V0f2iJUyloVT6UviWJ7n905oAECQQD28L8WFuAEU6PJ" \
	"yzQgbmJP0WnA1quziMS4qLMQH/HpO4MRK9LvHfObSN13ZxTS0XCKXFh9nO6aju89" \
	"tN4RL69rAkEA1ts5iSqyCvm7nyydGEqzzhB5ye9Rr6GRSPK1IFWjH4tivF8x9QUa" \
	"Ggh6vpsMOah3qlC5XV4n61QlAJq5pmvaAQJAJ3glYrd3SNnBhSB4jXJ3PkC/gXYO" \
	"bZy/rLAyJrKkbN35PgZeKaAE7t3/n/UW6/dT4JmP/0vVC1krPhapo9+WTwJAUK5u" \
	"AqY3yYtR+0njjBWxQ3ZIZZ4qzIsdZYlOnt/Jq7TJ1PbiaaIK1S/N9/l9M8GhfiFm" \
	"GjubPfGRG5L+mBH0AQJBAKq9pc5twvScft4cL3fnTilZViKmdCugqrTXRLyGRVg4" \
	"Wpo+nLnGZccuoYmdnZuRiqmmN2sgOMG4PbA3T/P+D7Y="

#define RSA_1024_PKCS8                                                     \
	"MIICdgIBADANBgkqhkiG9w0BAQEFAASCAmAwggJcAgEAAoGBAM9Aty/ZlkCAhwmF" \
	"t3RgS9mFjsmGd8tiwdxE/536DDfqqSocecpZ6aAlnoCranW1729nnxKAFukK1Tsn" \
	"Y/ECOMJ9NhQ3AOpVuzWVuZG8PmvSu/gSOMeZC5zMzdikR0Yc9fdBdzE8CfCfUFuX" \
	"HzdpX08I6JienUdLo6U1DIFgSc1rAgMBAAECgYBnwFX0NlDpaW4wbigwsiRGeH3K" \
	"lO5TetThmAj+5LZJJ8gXtLmjeu9hpHN8plNdKf77Hjyb3lOZxjqIqmd1t08B5s6P" \
	"kZ/QaTGDDlTQMwcEqMyjiksEv4RPFFnjwZcvtpL5gbaxXC/RWKK45lzRXR/aIlTK" \
	"WhVPpS+JYnuf3TmgAQJBAPbwvxYW4ARTo8nLNCBuYk/RacDWq7OIxLiosxAf8ek7" \
	"gxEr0u8d85tI3XdnFNLRcIpcWH2c7pqO7z203hEvr2sCQQDW2zmJKrIK+bufLJ0Y" \
	"SrPOEHnJ71GvoZFI8rUgVaMfi2K8XzH1BRoaCHq+mww5qHeqULldXifrVCUAmrmm" \
	"a9oBAkAneCVit3dI2cGFIHiNcnc+QL+Bdg5tnL+ssDImsqRs3fk+Bl4poATu3f+f" \
	"9Rbr91PgmY//S9ULWSs+Fqmj35ZPAkBQrm4CpjfJi1H7SeOMFbFDdkhlnirMix1l" \
	"iU6e38mrtMnU9uJpogrVL833+X0zwaF+IWYaO5s98ZEbkv6YEfQBAkEAqr2lzm3C" \
	"9Jx+3hwvd+dOKVlWIqZ0K6CqtNdEvIZFWDhamj6cucZlxy6hiZ2dm5GKqaY3ayA4" \
	"wbg9sDdP8/4Ptg=="

#define RSA_1024_EVEN                                                      \
	"MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDPQLcv2ZZAgIcJhbd0YEvZhY7J" \
	"hnfLYsHcRP+d+gw36qkqHHnKWemgJZ6Aq2p1te9vZ58SgBbpCtU7J2PxAjjCfTYU" \
	"NwDqVbs1lbmRvD5r0rv4EjjHmQuczM3YpEdGHPX3QXcxPAnwn1Bblx83aV9PCOiY" \
	"np1HS6OlNQyBYEnNagIDAQAB"

#define RSA_1024_EVEN_EXPONENT                                             \
	"MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDPQLcv2ZZAgIcJhbd0YEvZhY7J" \
	"hnfLYsHcRP+d+gw36qkqHHnKWemgJZ6Aq2p1te9vZ58SgBbpCtU7J2PxAjjCfTYU" \
	"NwDqVbs1lbmRvD5r0rv4EjjHmQuczM3YpEdGHPX3QXcxPAnwn1Bblx83aV9PCOiY" \
	"np1HS6OlNQyBYEnNawIDAQAA"

#define RSA_1024_EXPONENT_1_LONG                                           \
	"MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDPQLcv2ZZAgIcJhbd0YEvZhY7J" \
	"hnfLYsHcRP+d+gw36qkqHHnKWemgJZ6Aq2p1te9vZ58SgBbpCtU7J2PxAjjCfTYU" \
	"NwDqVbs1lbmRvD5r0rv4EjjHmQuczM3YpEdGHPX3QXcxPAnwn1Bblx83aV9PCOiY" \
	"np1HS6OlNQyBYEnNawIDAAAB"

#define RSA_1024_NO_NULL                                                   \
	"MIGdMAsGCSqGSIb3DQEBAQOBjQAwgYkCgYEAz0C3L9mWQICHCYW3dGBL2YWOyYZ3" \
	"y2LB3ET/nfoMN+qpKhx5ylnpoCWegKtqdbXvb2efEoAW6QrVOydj8QI4wn02FDcA" \
	"6lW7NZW5kbw+a9K7+BI4x5kLnMzN2KRHRhz190F3MTwJ8J9QW5cfN2lfTwjomJ6d" \
	"R0ujpTUMgWBJzWsCAwEAAQ=="

#define RSA_2048                                                           \
	"MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAlHcGAW5maGAsQ/b5PJqJ" \
	"bnAqbPYCb+ZYUvn5gG4Ks0ONfpWXx+8455btSIfYpq0mKVtKfu0uXSMBCw0syI0D" \
	"XbFOQm/R9cGEiwcjZzlfRSL968xsXKVUasIvOoa8k4baKXkfvR0MDvtMj+xZYMFT" \
	"5sgKUcCw4SASSMxWEfwfhMjTd9H3SZnM5RSCNaQTV+xQ4rNUkgDI+Bp2SAWeM85K" \
	"ShuFXlHwtI15qZ4K7AgmrDzHsMjVML3g/cJJp2Iq71F/xiGtgkBNAXdfa2LbCFH7" \
	"JRxhw/g/quC1rl4ppT0mJk+229c3LTi8HdFw/vZv4yUdyT+dYYUX5M3l5+wBPtpM" \
	"hwIDAQAB"

#define RSA_4160                                                           \
	"MIICKjANBgkqhkiG9w0BAQEFAAOCAhcAMIICEgKCAgkA1FxTo5CsAbPAexkR8I92" \
	"m6V6UQopG+CdpiZje0hMbhPxakpw69TWsslgow6TwBuRd5L217qNa/odwSxlVpHG" \
	"204QhLObw8KV8h6DarffvNajZwlaV+RwOU5IkWF+rdPv91gCv+ohws206ipNkJjV" \
	"fSVC9XY2iw6afMPxwf0X2sHfEFc146u3OT5rXXZ8G8kDLr6VvQ616FduWxZppxBh" \
	"lDmFmYIQ9rt/9tHmSDahWVHtW7P4dWLBaQDWeAAJ03mWU3DuW1o5jCmx+yUjmP8T" \
	"i18fLQmiRu69Gbx1ybArJ5baZRmM0dyPyfd7bQXXmJlorvDRs0OxjqgetMHXnc7l" \
	"NP1qKn8zmOjDti47FR4NtQzc3DK5Mu5HzRsiV+K+ai/3FhzzEARRXHhdd/J1KkkQ" \
	"yjWkkLrvAuOM23xoXhrP8lXs/+iHlSppFIQSiNiOyRrOUFam9DfthkRMhOli99UQ" \
	"lrw0ClF1MeEEBKZ+qTMeAXVjMcMeM6uiymAb5WhCWfU7Y2uQQBQjUYrQG1ao3b8B" \
	"KQjYiRvHKYpFXWiGkJmZGroe/VuhFgoRDa7eOeuhu29FdzOT2Rahgdk1EVRJip3C" \
	"8O2Lh8zoJMxlhVjQbR4nyGZoT5YdfRPcbB2LXkzTrvil/JrvgL8+syMLDrnqtxgt" \
	"GPTjzdz3j4ZqoJXbqVfFuAFKmjXHOk4eIQIDAQAB"

#define ED25519 "7Fpk8+XS/iQKF1AY1Nj+0k1JAcHRvIUu5tIdcpdNYyY="

#define ED25519_SPKI \
	"MCowBQYDK2VwAyEA7Fpk8+XS/iQKF1AY1Nj+0k1JAcHRvIUu5tIdcpdNYyY="

#define ED25519_PKCS8 \
	"MC4CAQAwBQYDK2VwBCIEIGfJCHIirJ5058JqeC4QWoo4iVuNQmZBfjgTIx0X+xzH"

#define EC_P256                                                            \
	"MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE+mjLirza4Wk0PdIQeCRU10fyCus4" \
	"zra5MMYRYtDrN9e0UI2r3PSvVZrA9sdP5l4HU5Rc03BRW0t9MOTcmmu71w=="

#endif
