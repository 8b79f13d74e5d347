# The hub with ICU and time zones, as a user without rights.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig BannedSymbols.txt ./
COPY src/Connectors src/Connectors
COPY src/Hub src/Hub
RUN dotnet publish src/Hub -c Release -o /app --self-contained false -p:RunAnalyzers=false -p:EnforceCodeStyleInBuild=false

# The plain image is Debian or Ubuntu with ICU; only the time zones and what the health check calls are added.
FROM mcr.microsoft.com/dotnet/aspnet:10.0
RUN apt-get update \
    && apt-get install -y --no-install-recommends curl tzdata \
    && rm -rf /var/lib/apt/lists/* \
    && mkdir -p /data/media && chown -R "$APP_UID" /data
WORKDIR /app
COPY --from=build /app .
COPY mappings mappings
ENV DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=false \
    ASPNETCORE_HTTP_PORTS=8080 \
    Hub__DataPath=/data
USER $APP_UID
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=3s --start-period=20s CMD ["curl", "-fsS", "http://127.0.0.1:8080/health/ready"]
ENTRYPOINT ["dotnet", "Hub.dll"]
CMD ["run"]
