package com.dataenginex.ui;

import com.dataenginex.http.Endpoint;
import com.dataenginex.http.HttpConfig;
import com.dataenginex.logging.LogListener;
import io.helidon.webserver.http.Handler;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The page at {@value #PATH}: what the telemetry says, from within the service. It only reads, and leaves no signal itself. Without
 * being switched on it costs nothing.
 */
public final class Ui implements AutoCloseable {
    /** Where the page is. */
    public static final String PATH = "/ui";
    private static final String DEV = "dev";
    private static final String PROD = "prod";

    private final UiConfig config;
    private final Shown shown;
    private final boolean loopbackListener;
    private final UiToken token;
    private final Viewers viewers = new Viewers();
    private final LogTail tail = new LogTail();
    private final List<AlertWatch> alerts;
    private final FigureSampler sampler;
    private final AlertBoard board;
    private final UiApi api;

    /**
     * @param served the endpoints whose requests the page shows; exempt ones are probes
     */
    public Ui(UiConfig config, HttpConfig http, Shown shown, List<Endpoint> served) {
        this.config = config;
        this.shown = shown;
        loopbackListener = http.adminPort().isPresent()
                && Set.of("127.0.0.1", "localhost", "::1").contains(http.host());
        token = new UiToken(config.token());
        alerts = shown.alerts().stream().map(AlertWatch::new).toList();
        Set<String> probes = templates(served, Endpoint::isExempt);
        sampler = new FigureSampler(shown.metrics(), Clock.systemUTC(), probes,
                templates(served, Endpoint::isStream), alerts);
        board = new AlertBoard(alerts, config.asked().containsKey("prometheus")
                ? () -> new AlertReader(config.asked(), shown.service(), shown.environment(), shown.alerts())
                : null);
        StateJson state = new StateJson(shown, sampler, board, config.links());
        api = new UiApi(new Stores(shown.recorder(), tail, sampler.ring(), new RequestJson(shown.queries()), state,
                probes), viewers);
    }

    private static Set<String> templates(List<Endpoint> served, Predicate<Endpoint> wanted) {
        return served.stream().filter(wanted).map(Endpoint::template).collect(Collectors.toUnmodifiableSet());
    }

    /** In prod nothing tells anybody a token that was made at the start. */
    public boolean isOn() {
        return config.enabled() && (!shown.environment().equals(PROD) || !config.token().isEmpty() || loopbackListener);
    }

    /** Why it is off although it was switched on; null where that is not so. */
    public String refusal() {
        return config.enabled() && !isOn()
                ? "in prod it needs ui.token, or an admin listener on the loopback"
                : null;
    }

    /** Of the listener of probes and metrics; none while it is off. */
    public List<Endpoint> endpoints() {
        if (!isOn()) {
            return List.of();
        }
        UiFiles files = new UiFiles();
        UiAccess access = new UiAccess(token, config.hosts(), exempt());
        return List.of(at(PATH, files::page, access), at(PATH + "/{file}", files::own, access),
                at(PATH + "/lib/{file}", files::library, access),
                at(PATH + "/api/requests", api::requests, access).stream(),
                at(PATH + "/api/requests/{id}", api::request, access),
                at(PATH + "/api/logs", api::logs, access).stream(),
                at(PATH + "/api/figures", api::figures, access).stream(),
                at(PATH + "/api/stream", api::stream, access).stream());
    }

    private static Endpoint at(String path, Handler handler, UiAccess access) {
        return Endpoint.get(path, handler).through(access).exempt().hidden();
    }

    private UiAccess.Exempt exempt() {
        if (shown.environment().equals(DEV)) {
            return UiAccess.Exempt.LOOPBACK_PEERS;
        }
        return loopbackListener && !token.isConfigured() ? UiAccess.Exempt.EVERYBODY : UiAccess.Exempt.NOBODY;
    }

    /** Is told each line of the log. */
    public LogListener lines() {
        return tail;
    }

    public void start() {
        sampler.start();
        board.start();
    }

    /** Asks the viewers to leave. */
    public void endViewers() {
        viewers.endAll();
    }

    @Override
    public void close() {
        viewers.endAll();
        sampler.close();
        board.close();
    }

    /**
     * The page's address, as the start line has it: with the token that was made at the start, but for dev, where a browser on this
     * machine needs none, and for prod, whose log is read by many. A configured token is a secret and never in it.
     *
     * @param address of the listener, such as {@code http://localhost:8000}
     */
    public String url(String address) {
        boolean bare = token.isConfigured() || exempt() != UiAccess.Exempt.NOBODY || shown.environment().equals(PROD);
        return address + PATH + (bare ? "" : "?token=" + token.text());
    }

    /** The address for a browser on another machine; null where the start line has it, or the token is a secret. */
    public String remoteUrl(String address) {
        return exempt() == UiAccess.Exempt.LOOPBACK_PEERS && !token.isConfigured()
                ? address + PATH + "?token=" + token.text()
                : null;
    }
}
