package com.dataenginex.external;

import com.dataenginex.helidon.BareGets;
import com.dataenginex.helidon.StrictResponses;
import com.dataenginex.metrics.Metrics;
import com.dataenginex.tracing.ClientTracing;
import io.helidon.common.LazyValue;
import io.helidon.webclient.api.Proxy;
import io.helidon.webclient.http1.Http1Client;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The rate of one Bitcoin, from the first configured source that has it; owns the HTTP client and the cache. Thread-safe. */
public final class BitcoinRates implements AutoCloseable {
    private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(2);

    /** Made when first asked for: its TLS takes a tenth of a second of the start, or more. */
    private final LazyValue<Http1Client> client;
    private final RateCache cache;
    private final List<GuardedSource> sources;
    private volatile Thread warmUp;

    public BitcoinRates(ExternalDataConfig config, ClientTracing tracing, Metrics metrics, InstantSource clock) {
        // Redirects are not followed: a source that moves is one to configure anew. A connection carries one answer: what a
        // source sends behind it, late or unasked, can be taken for no other one. No proxy, neither given nor the system's.
        client = LazyValue.create(() -> Http1Client.builder().connectTimeout(config.connectTimeout())
                .readTimeout(config.callTimeout()).keepAlive(false).proxy(Proxy.noProxy())
                .followRedirects(false).shareConnectionCache(false).servicesDiscoverServices(false).addService(tracing)
                .addService(new BareGets()).addService(new StrictResponses(config.maxResponseBytes())).build());
        sources = new ArrayList<>();
        config.sources()
                .forEach((name, base) -> sources.add(new GuardedSource(name, base, config, client, metrics, clock)));
        cache = new RateCache(new RateSources(sources, config), config);
        metrics.gauge("external_data_waiting_callers", "Requests that wait for a rate to be fetched", cache::waiting);
    }

    /** Makes the client beside the start-up, not in its way. */
    public void warmUp() {
        warmUp = Thread.ofVirtual().name("client-warm-up").start(client::get);
    }

    /**
     * @param currency three capital letters
     * @throws UnknownCurrency if no source knows the currency
     * @throws RatesUnavailable if no source has an answer, and none stands in
     */
    RateCache.Hit rate(String currency) throws InterruptedException {
        return cache.rate(currency);
    }

    /** The sources as they are now, in the order in which they are asked. */
    public List<SourceState> states() {
        return sources.stream().map(GuardedSource::state).toList();
    }

    @Override
    public void close() throws InterruptedException {
        // Helidon's client registers with the JVM's shutdown, which fails once that has begun.
        if (warmUp != null) {
            warmUp.join(LONGEST_WARM_UP);
        }
        cache.close();
        if (client.isLoaded()) {
            client.get().closeResource();
        }
    }
}
