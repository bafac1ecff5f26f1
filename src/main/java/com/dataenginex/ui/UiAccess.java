package com.dataenginex.ui;

import com.dataenginex.http.Problem;
import com.dataenginex.http.ProblemException;
import com.dataenginex.http.ProblemType;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Who may see the page. The name that it is asked for under must be one of this machine or a configured one, so that no foreign name
 * that leads here (DNS rebinding) makes a browser show it to a stranger's script; a page of another origin is refused; and a viewer
 * shows the token, unless the listener is the loopback's own.
 */
final class UiAccess implements Filter {
    private static final int MISDIRECTED = 421;
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final List<HeaderName> FORWARDING = List.of(HeaderNames.X_FORWARDED_FOR, HeaderNames.FORWARDED,
            HeaderNames.X_FORWARDED_HOST, HeaderNames.create("X-Real-IP"), HeaderNames.create("Via"));
    private static final HeaderName SITE = HeaderNames.create("Sec-Fetch-Site");
    private static final Header BEARER = HeaderValues.createCached(HeaderNames.WWW_AUTHENTICATE, "Bearer");
    private static final List<Header> HEADERS = List.of(
            HeaderValues.createCached("Content-Security-Policy", "default-src 'none'; script-src 'self'; "
                    + "style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
                    + "frame-ancestors 'none'; require-trusted-types-for 'script'"),
            HeaderValues.createCached("X-Content-Type-Options", "nosniff"),
            HeaderValues.createCached("Referrer-Policy", "no-referrer"),
            HeaderValues.createCached("Cross-Origin-Resource-Policy", "same-origin"));

    /** Who needs no token. */
    enum Exempt {
        NOBODY,
        /** A peer on this machine that asks for this machine, with no proxy between. */
        LOOPBACK_PEERS,
        /** The listener is reached from this machine alone. */
        EVERYBODY
    }

    private final UiToken token;
    private final Set<String> hosts;
    private final Exempt exempt;

    UiAccess(UiToken token, Set<String> hosts, Exempt exempt) {
        this.token = token;
        this.hosts = hosts;
        this.exempt = exempt;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest req, RoutingResponse res) {
        HEADERS.forEach(res::header);
        String authority = req.headers().contains(HeaderNames.HOST) ? req.headers().get(HeaderNames.HOST).get() : "";
        String host = authority.replaceFirst(":\\d*$", "").toLowerCase(Locale.ROOT);
        if (!LOOPBACK.contains(host) && !hosts.contains(host.replaceAll("[\\[\\]]", ""))) {
            throw new ProblemException(Problem.of(ProblemType.of(MISDIRECTED),
                    "The page is not served under this name; ui.hosts lists those that it is served under."));
        }
        requireOwnOrigin(req, authority);
        if (isExempt(req, host) || token.isShownBy(req)) {
            chain.proceed();
        } else if (token.isToken(req.query().first("token").orElse(""))) {
            res.status(Status.SEE_OTHER_303).header(HeaderNames.LOCATION, Ui.PATH).header(token.cookie())
                    .header(HeaderNames.CACHE_CONTROL, "no-store").send();
        } else {
            refuse(req, res);
        }
    }

    private static void requireOwnOrigin(RoutingRequest req, String authority) {
        String origin = req.headers().contains(HeaderNames.ORIGIN) ? req.headers().get(HeaderNames.ORIGIN).get() : "";
        boolean own = origin.isEmpty() || origin.equalsIgnoreCase("http://" + authority)
                || origin.equalsIgnoreCase("https://" + authority);
        boolean page = req.path().path().equals(Ui.PATH);
        if (!own || isFromAnotherSite(req) && !page) {
            throw new ProblemException(
                    Problem.of(ProblemType.FORBIDDEN, "Pages of other origins may not ask for this."));
        }
    }

    private static boolean isFromAnotherSite(RoutingRequest req) {
        return req.headers().contains(SITE) && req.headers().get(SITE).get().equals("cross-site");
    }

    private boolean isExempt(RoutingRequest req, String host) {
        return switch (exempt) {
            case NOBODY -> false;
            case EVERYBODY -> true;
            case LOOPBACK_PEERS ->
                LOOPBACK.contains(host) && req.remotePeer().address() instanceof InetSocketAddress peer
                        && peer.getAddress().isLoopbackAddress()
                        && FORWARDING.stream().noneMatch(req.headers()::contains);
        };
    }

    private static void refuse(RoutingRequest req, RoutingResponse res) {
        boolean browser = req.headers().contains(HeaderNames.ACCEPT)
                && req.headers().get(HeaderNames.ACCEPT).get().contains(MediaTypes.TEXT_HTML.text());
        if (!browser) {
            throw new ProblemException(Problem.of(ProblemType.UNAUTHORIZED, BEARER));
        }
        res.status(Status.UNAUTHORIZED_401).header(BEARER).header(HeaderNames.CACHE_CONTROL, "no-store");
        res.headers().contentType(MediaTypes.TEXT_HTML);
        // A link on another site brings no SameSite=Strict cookie along; the same page asked for again does.
        res.send("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Token needed</title>"
                + (isFromAnotherSite(req) ? "<meta http-equiv=\"refresh\" content=\"0\">" : "")
                + "<h1>This page needs its token</h1><p>Open <code>" + Ui.PATH
                + "?token=…</code> once, with the token of the service's start line or of its configuration.</p></html>");
    }
}
