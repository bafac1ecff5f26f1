package com.dataenginex.ui;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.ServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * What a viewer shows: the token itself, as {@code ?token=} or {@code Authorization: Bearer}, or the cookie that it is exchanged for.
 * The cookie's value is a digest, so the token is in no browser's store. Compared in constant time: how long it takes tells nothing.
 */
final class UiToken {
    private static final int BYTES = 24;
    private static final int NAME_DIGITS = 8;
    private static final String SCHEME = "Bearer ";

    private final String text;
    private final boolean configured;
    private final byte[] digest;
    /** Another one for each token: cookies are not told apart by port, and two services may run on one host. */
    private final String cookieName;
    private final String cookieValue;

    /** @param given empty: a random one is made */
    UiToken(String given) {
        configured = !given.isEmpty();
        text = configured ? given : random();
        digest = digest(text);
        cookieName = "ui-" + HexFormat.of().formatHex(digest("name of " + text)).substring(0, NAME_DIGITS);
        cookieValue = HexFormat.of().formatHex(digest("cookie of " + text));
    }

    String text() {
        return text;
    }

    /** Whether it is of the configuration, so a secret that nothing shows; else it was made at the start, and is of use until the end. */
    boolean isConfigured() {
        return configured;
    }

    boolean isShownBy(ServerRequest req) {
        return isCookie(req.headers().cookies().first(cookieName).orElse("")) || isToken(bearer(req));
    }

    boolean isToken(String shown) {
        return MessageDigest.isEqual(digest, digest(shown));
    }

    /** What a browser keeps until it is closed; no script reads it, and no other site's page sends it. */
    Header cookie() {
        return HeaderValues.create(HeaderNames.SET_COOKIE,
                cookieName + "=" + cookieValue + "; Path=" + Ui.PATH + "; HttpOnly; SameSite=Strict");
    }

    private boolean isCookie(String shown) {
        return MessageDigest.isEqual(digest(cookieValue), digest(shown));
    }

    private static String bearer(ServerRequest req) {
        String given = req.headers().contains(HeaderNames.AUTHORIZATION)
                ? req.headers().get(HeaderNames.AUTHORIZATION).get()
                : "";
        return given.regionMatches(true, 0, SCHEME, 0, SCHEME.length()) ? given.substring(SCHEME.length()).strip() : "";
    }

    private static String random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            // Every Java has it.
            throw new IllegalStateException(e);
        }
    }
}
