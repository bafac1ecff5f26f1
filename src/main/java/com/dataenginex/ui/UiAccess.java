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
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who may see the page. The name that it is asked for under must be one of this machine or a configured one, so that no foreign name
 * that leads here (DNS rebinding) makes a browser show it to a stranger's script; a page of another origin is refused; and a viewer
 * shows the token, unless the listener is the loopback's own.
 */
final class UiAccess implements Filter {
    private static final int MISDIRECTED = 421;
    private static final String PARAMETER = "token";
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    /** Names, in small letters, of what proxies add, and beginnings of such names. */
    private static final Set<String> FORWARDING = Set.of("forwarded", "via", "cf-connecting-ip", "true-client-ip",
            "x-client-ip", "x-real-ip", "x-envoy-external-address");
    private static final List<String> FORWARDING_PREFIXES = List.of("x-forwarded", "x-original-");
    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");
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
        boolean asked = req.query().contains(PARAMETER);
        boolean shown = asked && token.isToken(req.query().first(PARAMETER).orElse(""));
        if (!shown && !isExempt(req, host) && !token.isShownBy(req)) {
            refuse(req, res);
        } else if (asked) {
            // Whoever needs none is not left with it in the address either.
            redirect(req, res, shown);
        } else {
            chain.proceed();
        }
    }

    /** To the same address without the token, which then is in no history and no bookmark. */
    private void redirect(RoutingRequest req, RoutingResponse res, boolean shown) {
        String path = req.prologue().uriPath().rawPath();
        String query = Arrays.stream(req.query().rawValue().split("&")).filter(each -> !isToken(each))
                .collect(Collectors.joining("&"));
        if (shown) {
            res.header(token.cookie());
        }
        res.status(Status.SEE_OTHER_303)
                .header(HeaderNames.LOCATION,
                        (path.startsWith(Ui.PATH) ? path : Ui.PATH) + (query.isEmpty() ? "" : "?" + query))
                .header(HeaderNames.CACHE_CONTROL, "no-store").send();
    }

    private static boolean isToken(String parameter) {
        try {
            return URLDecoder.decode(parameter.split("=", 2)[0], StandardCharsets.UTF_8).equals(PARAMETER);
        } catch (IllegalArgumentException e) {
            // No name of a parameter; nothing is lost without it.
            return true;
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
        return req.headers().contains(SITE) && !OWN_SITES.contains(req.headers().get(SITE).get());
    }

    private boolean isExempt(RoutingRequest req, String host) {
        return switch (exempt) {
            case NOBODY -> false;
            case EVERYBODY -> true;
            case LOOPBACK_PEERS ->
                LOOPBACK.contains(host) && req.remotePeer().address() instanceof InetSocketAddress peer
                        && peer.getAddress().isLoopbackAddress() && !isForwarded(req);
        };
    }

    /** A request of HTTP/1.0, which old proxies speak and no browser, has a {@code Via} too: {@code RequestLine} gives it one. */
    private static boolean isForwarded(RoutingRequest req) {
        return req.headers().stream().map(Header::headerName)
                .map(HeaderName::lowerCase).anyMatch(name -> FORWARDING.contains(name)
                        || FORWARDING_PREFIXES.stream().anyMatch(name::startsWith));
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
