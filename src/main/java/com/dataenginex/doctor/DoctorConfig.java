package com.dataenginex.doctor;

import com.dataenginex.config.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * Where everything is, for a command that is not the service.
 *
 * @param places those that are given; a URL may hold credentials and a path
 * @param timeout of one answer
 * @param patience how long what was sent may take to arrive
 */
public record DoctorConfig(Map<Place, URI> places, Duration timeout, Duration patience) {
    public static final String ALLOWED = "http://… or https://…";
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(1);
    /** Also of the command's option. */
    public static final Duration LONGEST_WAIT = Duration.ofHours(1);

    public DoctorConfig {
        places = Map.copyOf(places);
    }

    public static DoctorConfig read(Settings settings) {
        Map<Place, URI> places = new EnumMap<>(Place.class);
        for (Place place : Place.values()) {
            String url = settings.read("doctor." + place.option(), ALLOWED + ", or empty",
                    text -> text.isEmpty() || url(text) != null ? text : null);
            if (!url.isEmpty()) {
                places.put(place, url(url));
            }
        }
        return new DoctorConfig(places, settings.duration("doctor.timeout", SHORTEST, LONGEST_TIMEOUT),
                settings.duration("doctor.wait", Duration.ZERO, LONGEST_WAIT));
    }

    /** The same with other places over these, and another wait if it is not null. */
    public DoctorConfig with(Map<Place, URI> given, Duration otherWait) {
        Map<Place, URI> all = new EnumMap<>(Place.class);
        all.putAll(places);
        all.putAll(given);
        return new DoctorConfig(all, timeout, otherWait == null ? patience : otherWait);
    }

    /** A URL with a scheme and a host and without a query, or null. */
    public static URI url(String text) {
        try {
            URI url = URI.create(text);
            return ("http".equals(url.getScheme()) || "https".equals(url.getScheme())) && url.getHost() != null
                    && url.getRawQuery() == null && url.getRawFragment() == null ? url : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
