package com.dataenginex.readers;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * A whole answer.
 *
 * @param url without credentials and without its query
 * @param sent our time when it was asked
 * @param took until its last byte
 */
public record Answer(String url, int status, HttpHeaders headers, byte[] body, Instant sent, Duration took) {

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    public String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    /** The other side's time by its {@code Date}, in whole seconds. */
    public Optional<Instant> date() {
        try {
            return headers.firstValue("Date")
                    .map(text -> ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }
}
