package com.dataenginex.external;

import com.dataenginex.http.Exchange;
import com.dataenginex.http.OwnHeader;
import com.dataenginex.http.Parameters;
import com.dataenginex.http.Problem;
import com.dataenginex.http.ProblemException;
import com.dataenginex.http.Response;
import com.dataenginex.json.JsonWriter;
import com.dataenginex.metrics.Metrics;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.metrics.api.Counter;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * {@code GET /api/external-data?currency=USD}:
 *
 * <pre>{"symbol":"BTC","currency":"USD","value":73838.87,"timestamp":"2026-11-24T12:00:00Z",
 * "source":"https://api.coinbase.com/v2/prices/BTC-USD/spot"}</pre>
 *
 * <p>{@code "stale":true} and {@code Warning: 110} (RFC 7234, section 5.5.1) mark a rate that stands in while all
 * sources fail; {@code Age} tells how old it is.
 */
public final class ExternalDataHandler implements Handler {
    private static final Pattern CODE = Pattern.compile("[A-Za-z]{3}");
    private static final Header STALE = OwnHeader.fixed(HeaderNames.WARNING, "110 - \"Response is Stale\"");
    private static final Header REVALIDATE = OwnHeader.fixed(HeaderNames.CACHE_CONTROL, "no-cache");

    private static final String ANSWERS = "external_data_answers_total";
    private static final String ANSWERS_HELP = "Answers by where the rate came from, or why there was none";

    private final BitcoinRates rates;
    private final Map<Freshness, Counter> answers = new EnumMap<>(Freshness.class);
    private final Map<Refusal, Counter> refusals = new EnumMap<>(Refusal.class);
    private final Header cacheControl;

    public ExternalDataHandler(ExternalDataConfig config, BitcoinRates rates, Metrics metrics) {
        this.rates = rates;
        cacheControl = OwnHeader.fixed(HeaderNames.CACHE_CONTROL, "max-age=" + config.freshFor().toSeconds());
        for (Freshness freshness : Freshness.values()) {
            answers.put(freshness, metrics.counter(ANSWERS, ANSWERS_HELP, "result", freshness.toString()));
        }
        for (Refusal refusal : Refusal.values()) {
            refusals.put(refusal, metrics.counter(ANSWERS, ANSWERS_HELP, "result", refusal.toString()));
        }
    }

    @Override
    public void handle(ServerRequest req, ServerResponse res) throws InterruptedException {
        Response.requireAccepted(req, MediaTypes.APPLICATION_JSON);
        Parameters parameters = new Parameters(req);
        String currency = parameters.query("currency", "USD", "three letters, such as EUR",
                text -> CODE.matcher(text).matches() ? text.toUpperCase(Locale.ROOT) : null);
        parameters.check();
        RateCache.Hit hit = find(currency);
        answers.get(hit.freshness()).increment();
        boolean stale = hit.freshness() == Freshness.STALE;
        long age = Duration.ofNanos(hit.rate().ageNanos()).toSeconds();
        res.header(HeaderNames.AGE, Long.toString(age)).header(stale ? REVALIDATE : cacheControl);
        if (stale) {
            res.header(STALE);
        }
        Response.json(req, res, body(hit.rate(), stale));
    }

    private RateCache.Hit find(String currency) throws InterruptedException {
        try {
            return rates.rate(currency);
        } catch (UnknownCurrency e) {
            refusals.get(Refusal.UNKNOWN).increment();
            throw new ProblemException(unknown(currency, e.known()));
        } catch (RatesUnavailable e) {
            refusals.get(Refusal.of(e)).increment();
            Exchange.current().because(e.reasons());
            throw new ProblemException(Problem.of(e.type(), e.getMessage(),
                    HeaderValues.create(HeaderNames.RETRY_AFTER, RetryAfter.write(e.retryAfter()))));
        }
    }

    private static Problem unknown(String currency, Set<String> known) {
        return Problem.unknown("No source of rates knows the currency " + currency + ".",
                new Problem.FieldError("currency",
                        currency + " is not known; known: " + String.join(", ", new TreeSet<>(known))));
    }

    private static byte[] body(Rate rate, boolean stale) {
        JsonWriter json = new JsonWriter(256).beginObject().field("symbol").string("BTC").field("currency")
                .string(rate.currency()).field("value").number(rate.value()).field("timestamp")
                .string(rate.timestamp().toString()).field("source").string(rate.source());
        if (stale) {
            json.field("stale").bool(true);
        }
        return json.endObject().toBytes();
    }
}
