package com.dataenginex.admin;

import com.dataenginex.http.Exchange;
import com.dataenginex.http.Problem;
import com.dataenginex.http.ProblemException;
import com.dataenginex.http.ProblemType;
import com.dataenginex.http.RequestFacts;
import com.dataenginex.log.Fields;
import com.dataenginex.log.Log;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Lets nobody pass without the token (RFC 6750), and says who used what, and who was refused. */
final class AdminToken implements Filter {
    private static final Log LOG = Log.of(AdminToken.class);
    /** Kept, so that its level stays: whoever may change levels cannot hide that. */
    private static final Logger AUDIT = Logger.getLogger(AdminToken.class.getName());
    private static final Header BEARER = HeaderValues.createCached(HeaderNames.WWW_AUTHENTICATE, "Bearer");
    private static final String SCHEME = "Bearer ";

    private final byte[] digest;

    AdminToken(String token) {
        digest = digest(token);
        AUDIT.setLevel(Level.INFO);
    }

    /** The logger whose level nobody changes. */
    static String audit() {
        return AUDIT.getName();
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest req, RoutingResponse res) {
        String given = req.headers().contains(HeaderNames.AUTHORIZATION)
                ? req.headers().get(HeaderNames.AUTHORIZATION).get()
                : "";
        boolean bearer = given.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
        // Of digests, which are equally long, in constant time: how long it takes tells nothing of the token.
        if (!MessageDigest.isEqual(digest, digest(bearer ? given.substring(SCHEME.length()).strip() : ""))) {
            said("admin_refused", Fields.NONE);
            throw new ProblemException(Problem.of(ProblemType.UNAUTHORIZED, BEARER));
        }
        chain.proceed();
    }

    /** Says who uses the endpoint of the current request, and for what. */
    static void used(Fields what) {
        said("admin_used", what);
    }

    private static void said(String event, Fields what) {
        RequestFacts request = Exchange.current().request();
        String endpoint = request.method() + " " + Exchange.current().template();
        LOG.info(event, out -> {
            out.text("endpoint", endpoint).text("client_host", request.clientHost()).text("user_agent",
                    request.userAgent());
            what.writeTo(out);
        });
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            // Every Java has it.
            throw new IllegalStateException(e);
        }
    }
}
