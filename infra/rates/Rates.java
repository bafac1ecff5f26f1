import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands in for Coinbase where there is no network: the same question, and the same answer each time.
 *
 * <pre>
 * java infra/rates/Rates.java [port [host]]
 * curl http://127.0.0.1:9901/v2/prices/BTC-USD/spot
 * {"data":{"amount":"73838.87","base":"BTC","currency":"USD"}}
 * </pre>
 */
public final class Rates {
    private static final Pattern PATH = Pattern.compile("/v2/prices/BTC-([A-Z]{3})/spot");
    private static final Map<String, String> AMOUNTS = Map.of("USD", "73838.87", "EUR", "68210.40", "GBP", "58911.05",
            "JPY", "11475233");

    private Rates() {
    }

    public static void main(String[] args) throws IOException {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 9901;
        String host = args.length > 1 ? args[1] : "127.0.0.1";
        HttpServer server = HttpServer.create(new InetSocketAddress(host, port), 0);
        server.createContext("/", Rates::answer);
        server.start();
        System.out.println("Rates for USD, EUR, GBP and JPY at http://" + host + ":" + server.getAddress().getPort());
    }

    private static void answer(HttpExchange exchange) throws IOException {
        Matcher path = PATH.matcher(exchange.getRequestURI().getPath());
        String currency = path.matches() ? path.group(1) : "";
        String amount = AMOUNTS.get(currency);
        byte[] body = (amount == null
                ? "{\"errors\":[{\"id\":\"not_found\",\"message\":\"Invalid currency\"}]}"
                : "{\"data\":{\"amount\":\"" + amount + "\",\"base\":\"BTC\",\"currency\":\"" + currency + "\"}}")
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(amount == null ? 404 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
