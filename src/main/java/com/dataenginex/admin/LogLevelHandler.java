package com.dataenginex.admin;

import com.dataenginex.http.Parameters;
import com.dataenginex.http.Response;
import com.dataenginex.json.JsonWriter;
import com.dataenginex.log.Severity;
import com.dataenginex.logging.LevelOverrides;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import jakarta.json.JsonString;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * {@code PUT /admin/log-level} with {@code {"logger":"com.example.rates","level":"DEBUG","ttl":"PT10M"}}: the level of a logger, and of
 * those below it that have none of their own, for a while.
 */
final class LogLevelHandler implements Handler {
    private static final int MAX_BODY = 4_096;
    private static final Duration USUAL = Duration.ofMinutes(10);
    private static final Pattern LOGGER = Pattern.compile("[\\w.$-]{1,200}");

    private final LevelOverrides levels;
    private final InstantSource clock;

    LogLevelHandler(LevelOverrides levels, InstantSource clock) {
        this.levels = levels;
        this.clock = clock;
    }

    @Override
    public void handle(ServerRequest req, ServerResponse res) {
        Parameters parameters = new Parameters(req);
        parameters.body(MAX_BODY);
        String logger = parameters.text("logger", "a class, a package, or " + LevelOverrides.ROOT
                + "; not those that are kept quiet or that tell of this", LogLevelHandler::logger);
        String level = parameters.text("level", Severity.ALLOWED,
                text -> Severity.threshold(text) == null ? null : text.toUpperCase(Locale.ROOT));
        Duration ttl = parameters.field("ttl", USUAL,
                "a text: an ISO-8601 duration from PT1S to " + LevelOverrides.LONGEST,
                value -> value instanceof JsonString text ? ttl(text.getString()) : null);
        parameters.check();
        String until = clock.instant().plus(ttl).toString();
        AdminToken.used(out -> out.text("changed_logger", logger).text("changed_level", level).text("until", until));
        levels.set(logger, Severity.threshold(level), ttl);
        res.header(Response.NO_STORE);
        Response.json(req, res, new JsonWriter(128).beginObject().field("logger").string(logger).field("level")
                .string(level).field("until").string(until).endObject().toBytes());
    }

    private static String logger(String name) {
        return LOGGER.matcher(name).matches() && LevelOverrides.mayChange(name) && !name.equals(AdminToken.audit())
                ? name
                : null;
    }

    private static Duration ttl(String text) {
        Duration ttl = Duration.parse(text);
        return ttl.toSeconds() >= 1 && ttl.compareTo(LevelOverrides.LONGEST) <= 0 ? ttl : null;
    }
}
