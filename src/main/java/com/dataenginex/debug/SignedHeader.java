package com.dataenginex.debug;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A request header that only who holds a key can make, for one method and one path, and for a short time:
 *
 * <pre>X-Debug: v1;exp=1795476857;path=/api/items;kid=5f3a9c00;sig=…</pre>
 *
 * <p>{@code exp} is in seconds of Unix time, {@code kid} is derived from the key, {@code sig} is HMAC-SHA256, in base64url, of the
 * header's name in small letters, {@code v1}, the method, the path and {@code exp}, a line feed between each. Since the name is in
 * it, what was signed for one header is not good for another. Thread-safe.
 *
 * <p>A header may have parameters of its own. They stand sorted by name before {@code kid}, as {@code ;name=value}, and are signed
 * after {@code exp}, as {@code name=value}.
 */
public final class SignedHeader {
    /** How long one may be good at most. */
    public static final Duration LONGEST = Duration.ofMinutes(15);
    /** How far two clocks may be apart. */
    public static final Duration SKEW = Duration.ofSeconds(30);

    private static final String ALGORITHM = "HmacSHA256";
    private static final int LONGEST_PATH = 1_024;
    private static final int LONGEST_VALUE = 2 * LONGEST_PATH;
    private static final int KEY_ID_BYTES = 4;
    private static final Pattern PATH = Pattern.compile("/[\\x21-\\x7e&&[^;?#]]*");
    private static final String PARAMETER = "[a-z]{1,16}=[A-Za-z0-9_.-]{1,64}";
    private static final Pattern VALUE = Pattern.compile("v1;exp=(\\d{1,12});path=(" + PATH + ")((?:;" + PARAMETER
            + "){0,8});kid=([0-9a-f]{8});sig=([A-Za-z0-9_-]{43})");

    private final HeaderName name;
    private final Set<String> parameters;
    private final Duration longest;
    /** By their ids; the first one signs. */
    private final Map<String, SecretKeySpec> keys = new LinkedHashMap<>();
    private final InstantSource clock;

    /**
     * @param name of the header; each purpose has one of its own
     * @param keys all of these are good, so that they can be changed one after the other; the first one signs
     */
    public SignedHeader(String name, List<String> keys, InstantSource clock) {
        this(name, Set.of(), keys, LONGEST, clock);
    }

    /**
     * @param name of the header; each purpose has one of its own
     * @param parameters the names of those that it may have
     * @param keys all of these are good, so that they can be changed one after the other; the first one signs
     * @param longest how long one may be good, at most {@link #LONGEST}
     */
    public SignedHeader(String name, Set<String> parameters, List<String> keys, Duration longest,
            InstantSource clock) {
        this.name = HeaderNames.create(name);
        this.parameters = Set.copyOf(parameters);
        this.longest = longest;
        this.clock = clock;
        for (String key : keys) {
            SecretKeySpec secret = new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM);
            this.keys.putIfAbsent(HexFormat.of().formatHex(mac(secret, "kid"), 0, KEY_ID_BYTES), secret);
        }
    }

    public HeaderName name() {
        return name;
    }

    /** Whether there is a key; without one no header is good. */
    public boolean isOn() {
        return !keys.isEmpty();
    }

    /** Whether a path can be signed: it begins with a slash, is as the client sends it, and has no query. */
    public static boolean canSign(String path) {
        return path.length() <= LONGEST_PATH && PATH.matcher(path).matches();
    }

    /**
     * The header's value.
     *
     * @param ttl how long it is good, from one second to the longest time of this header
     * @throws IllegalArgumentException for another time, or a path that cannot be signed
     * @throws IllegalStateException if there is no key
     */
    public String sign(String method, String path, Duration ttl) {
        return sign(method, path, Map.of(), ttl);
    }

    /**
     * As {@link #sign(String, String, Duration)}, with parameters.
     *
     * @param values letters, digits and {@code _.-}, 1 to 64 each, by the parameters' names
     */
    public String sign(String method, String path, Map<String, String> values, Duration ttl) {
        if (ttl.compareTo(longest) > 0 || ttl.toSeconds() < 1) {
            throw new IllegalArgumentException("good for 1 s to " + longest.toSeconds() + " s, and not for " + ttl);
        }
        if (!canSign(path)) {
            throw new IllegalArgumentException("the path cannot be signed");
        }
        Map.Entry<String, SecretKeySpec> key = keys.entrySet().stream().findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no key"));
        String expires = Long.toString(clock.instant().plus(ttl).getEpochSecond());
        StringBuilder more = new StringBuilder();
        new TreeMap<>(values).forEach((parameter, text) -> more.append(';').append(parameter).append('=').append(text));
        if (!more.toString().matches("(;" + PARAMETER + "){0,8}") || !parameters.containsAll(values.keySet())) {
            throw new IllegalArgumentException("the parameters cannot be signed");
        }
        return "v1;exp=" + expires + ";path=" + path + more + ";kid=" + key.getKey() + ";sig="
                + signature(key.getValue(), text(method, path, expires, more.toString()));
    }

    /**
     * Whether a value is good for this request.
     *
     * @param path as the client sent it, without the query
     */
    public SignatureCheck check(String method, String path, String value) {
        Matcher parts = VALUE.matcher(value.length() <= LONGEST_VALUE ? value : "");
        if (!parts.matches() || !parameters.containsAll(split(parts.group(3)).keySet())) {
            return SignatureCheck.MALFORMED;
        }
        SecretKeySpec key = keys.get(parts.group(4));
        if (key == null) {
            return SignatureCheck.UNKNOWN_KEY;
        }
        // As text, since four texts decode to the same bytes. Not String.equals: how long that takes tells how much of a guess is right.
        String signed = text(method, parts.group(2), parts.group(1), parts.group(3));
        if (!MessageDigest.isEqual(parts.group(5).getBytes(StandardCharsets.US_ASCII),
                signature(key, signed).getBytes(StandardCharsets.US_ASCII))) {
            return SignatureCheck.FORGED;
        }
        Instant now = clock.instant();
        Instant expires = Instant.ofEpochSecond(Long.parseLong(parts.group(1)));
        if (now.isAfter(expires.plus(SKEW))) {
            return SignatureCheck.EXPIRED;
        }
        if (expires.isAfter(now.plus(longest).plus(SKEW))) {
            return SignatureCheck.TOO_LONG;
        }
        return parts.group(2).equals(path) ? SignatureCheck.ACCEPTED : SignatureCheck.OTHER_PATH;
    }

    /** The parameters of a value that was {@link SignatureCheck#ACCEPTED}, by their names. */
    public SortedMap<String, String> parameters(String value) {
        Matcher parts = VALUE.matcher(value);
        return split(parts.matches() ? parts.group(3) : "");
    }

    private static SortedMap<String, String> split(String text) {
        SortedMap<String, String> values = new TreeMap<>();
        for (String part : text.isEmpty() ? new String[0] : text.substring(1).split(";")) {
            int equals = part.indexOf('=');
            values.put(part.substring(0, equals), part.substring(equals + 1));
        }
        return values;
    }

    /** @param more the parameters as they stand in the value */
    private String text(String method, String path, String expires, String more) {
        return String.join("\n", name.lowerCase(), "v1", method, path, expires) + more.replace(';', '\n');
    }

    private static String signature(SecretKeySpec key, String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(mac(key, text));
    }

    private static byte[] mac(SecretKeySpec key, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            // Every Java has it.
            throw new IllegalStateException(e);
        }
    }
}
