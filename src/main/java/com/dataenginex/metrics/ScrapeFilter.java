package com.dataenginex.metrics;

import com.dataenginex.http.Accepted;
import com.dataenginex.http.Problem;
import com.dataenginex.http.ProblemException;
import com.dataenginex.http.ProblemType;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/** The filter of the metrics endpoint: compresses a scrape if the client accepts gzip, and sets the exact content type. */
public final class ScrapeFilter implements Filter {
    private static final Header GZIP = HeaderValues.createCached(HeaderNames.CONTENT_ENCODING, "gzip");
    private static final Header VARY = HeaderValues.createCached(HeaderNames.VARY, "Accept, Accept-Encoding");
    private static final Header TEXT = HeaderValues.createCached(HeaderNames.CONTENT_TYPE,
            "text/plain; version=0.0.4; charset=utf-8");
    private static final Header OPEN_METRICS = HeaderValues.createCached(HeaderNames.CONTENT_TYPE,
            "application/openmetrics-text; version=1.0.0; charset=utf-8");

    /** With no weight or one above 0, which has three decimals at the most (RFC 9110, 12.4.2): so matching is linear. */
    private static final Pattern GZIP_WANTED = Pattern
            .compile("(?i)gzip(\\s*+;\\s*+q=(1(\\.0{0,3})?|0?\\.(?!0{1,3}$)\\d{1,3}))?");

    @Override
    public void filter(FilterChain chain, RoutingRequest req, RoutingResponse res) {
        boolean get = req.prologue().method().equals(Method.GET);
        if (get || req.prologue().method().equals(Method.HEAD)) {
            requireAccepted(req);
            res.headers().add(VARY);
            res.beforeSend(() -> nameFormat(req, res));
        }
        if (get) {
            if (takesGzip(req)) {
                res.header(GZIP);
                res.streamFilter(ScrapeFilter::compress);
            }
        }
        chain.proceed();
    }

    private static void requireAccepted(RoutingRequest req) {
        if (Accepted.weight(req.headers(), MediaTypes.TEXT_PLAIN) == 0
                && Accepted.weight(req.headers(), MediaTypes.APPLICATION_OPENMETRICS_TEXT) == 0) {
            throw new ProblemException(Problem.of(ProblemType.NOT_ACCEPTABLE,
                    "This path answers with text/plain or application/openmetrics-text only."));
        }
    }

    private static boolean takesGzip(RoutingRequest req) {
        for (String coding : req.headers().values(HeaderNames.ACCEPT_ENCODING)) {
            for (String part : coding.split(",")) {
                if (GZIP_WANTED.matcher(part.strip()).matches()) {
                    return true;
                }
            }
        }
        return false;
    }

    private static void nameFormat(RoutingRequest req, RoutingResponse res) {
        if (req.prologue().method().equals(Method.HEAD) && res.status().equals(Status.OK_200)) {
            boolean text = Accepted.weight(req.headers(), MediaTypes.TEXT_PLAIN) >= Accepted.weight(req.headers(),
                    MediaTypes.APPLICATION_OPENMETRICS_TEXT);
            res.header(text ? TEXT : OPEN_METRICS);
        }
        res.headers().contentType().ifPresent(type -> {
            switch (type.mediaType().text()) {
                case "text/plain" -> res.header(TEXT);
                case "application/openmetrics-text" -> res.header(OPEN_METRICS);
                default -> {
                    // A problem.
                }
            }
        });
    }

    private static OutputStream compress(OutputStream out) {
        try {
            return new GZIPOutputStream(out, 8_192);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
