# syntax=docker/dockerfile:1

FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o /out/redress ./bot \
 && mkdir /out/data

FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /out/redress /redress
# The volume takes over the owner of this folder: the records are written by nonroot.
COPY --from=build --chown=nonroot:nonroot /out/data /data
ENV DATABASE_URL=sqlite:/data/redress.db \
    HTTP_ADDR=:8080
VOLUME /data
EXPOSE 8080
ENTRYPOINT ["/redress"]
